import { STATUS_CODES } from 'node:http';
import { type Answer, xml } from '../http.ts';
import { dav, escapeXml, type QName, rootTag, tag } from './xml.ts';

/** A property with what is inside of it, already written. */
export type Props = Readonly<Partial<Record<QName, string>>>;

/** One response about a resource (RFC 4918 s.14.24): the properties asked for in those it has and those it has not. */
export function propResponse(href: string, asked: readonly QName[] | 'all', has: Props): string {
  const names = asked === 'all' ? (Object.keys(has) as QName[]) : asked;
  const found = names.filter((name) => has[name] !== undefined);
  const missing = names.filter((name) => has[name] === undefined);
  return tag(
    dav('response'),
    [
      hrefTag(href),
      ...(found.length > 0 || missing.length === 0
        ? [
            propstat(
              found.map((name) => tag(name, has[name])),
              200,
            ),
          ]
        : []),
      ...(missing.length > 0
        ? [
            propstat(
              missing.map((name) => tag(name)),
              404,
            ),
          ]
        : []),
    ].join(''),
  );
}

/** The properties of one PROPPATCH, each with how it went. */
export function patchResponse(href: string, results: ReadonlyMap<QName, number>): string {
  const parts = [...new Set(results.values())].map((status) =>
    propstat(
      [...results].filter(([, each]) => each === status).map(([name]) => tag(name)),
      status,
    ),
  );
  return tag(dav('response'), [hrefTag(href), ...parts].join(''));
}

/** One response that says only how it went. */
export function statusResponse(href: string, status: number, inside = ''): string {
  return tag(dav('response'), hrefTag(href) + statusTag(status) + inside);
}

export function multistatus(responses: readonly string[], after = ''): Answer {
  return xml(207, rootTag('multistatus', responses.join('') + after));
}

/** An answer that names the condition that was not met (RFC 4918 s.16). */
export function conditionError(status: number, condition: QName, inside = ''): Answer {
  return xml(status, rootTag('error', tag(condition, inside)));
}

export function hrefTag(href: string): string {
  return tag(dav('href'), escapeXml(href));
}

function statusTag(status: number): string {
  return tag(dav('status'), `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`);
}

function propstat(props: readonly string[], status: number): string {
  return tag(dav('propstat'), statusTag(status) + tag(dav('prop'), props.join('')));
}
