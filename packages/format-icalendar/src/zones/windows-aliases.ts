/**
 * Windows names of IANA zones that the mapping in use does not have, or has with the rules of a year gone by. Each is that of the
 * Windows zone with the same rules today: Chihuahua and Ojinaga left Mountain Time in 2022, Almaty and Vostok went to UTC+5 and
 * Scoresbysund to UTC-2 in 2024, Ciudad Juarez parted from Ojinaga in 2022, Coyhaique from Santiago in 2025.
 */
export const WINDOWS_ALIASES: Readonly<Record<string, string>> = {
  'Europe/Kyiv': 'FLE Standard Time',
  'America/Chihuahua': 'Central Standard Time (Mexico)',
  'America/Ciudad_Juarez': 'Mountain Standard Time',
  'America/Coyhaique': 'Magallanes Standard Time',
  'America/Ojinaga': 'Central Standard Time',
  'America/Scoresbysund': 'Greenland Standard Time',
  'Antarctica/Casey': 'W. Australia Standard Time',
  'Asia/Almaty': 'West Asia Standard Time',
  'Asia/Qostanay': 'West Asia Standard Time',
  'Antarctica/Vostok': 'West Asia Standard Time',
  'Pacific/Kanton': 'UTC+13',
};

/** IANA zones of Windows names for which the mapping in use has one that has other rules by now. */
export const IANA_ALIASES: Readonly<Record<string, string>> = {
  'Mountain Standard Time (Mexico)': 'America/Mazatlan',
  'Central Asia Standard Time': 'Asia/Bishkek',
};

/** Windows names that were renamed or retired, but still stand in old items, and the IANA zones that they meant. */
export const RETIRED_WINDOWS: Readonly<Record<string, string>> = {
  'Mexico Standard Time': 'America/Mexico_City',
  'Mexico Standard Time 2': 'America/Mazatlan',
  'Mid-Atlantic Standard Time': 'Etc/GMT+2',
  'Armenian Standard Time': 'Asia/Yerevan',
  'Caucasus Standard Time 2': 'Asia/Yerevan',
  'Kamchatka Standard Time': 'Asia/Kamchatka',
  'Yukon Standard Time': 'America/Whitehorse',
  'Sydney Standard Time': 'Australia/Sydney',
  'Prague Bratislava Standard Time': 'Europe/Prague',
  'Central Europe': 'Europe/Budapest',
  'W. Europe': 'Europe/Berlin',
};
