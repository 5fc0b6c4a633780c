/**
 * Windows names of IANA zones that the mapping in use does not have. Each is that of the Windows zone with the same rules:
 * Ciudad Juarez has those of El Paso since 2022, Coyhaique those of Punta Arenas since 2025.
 */
export const WINDOWS_ALIASES: Readonly<Record<string, string>> = {
  'Europe/Kyiv': 'FLE Standard Time',
  'America/Ciudad_Juarez': 'Mountain Standard Time',
  'America/Coyhaique': 'Magallanes Standard Time',
  'Pacific/Kanton': 'UTC+13',
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
