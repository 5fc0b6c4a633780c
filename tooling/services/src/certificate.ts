import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Makes a certificate of its own for localhost, good for a month, as `cert.pem` and `key.pem` in that folder. */
export async function makeCertificate(folder: string): Promise<string> {
  const certificate = path.join(folder, 'cert.pem');
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const files = ['-keyout', path.join(folder, 'key.pem'), '-out', certificate];
  await promisify(execFile)('openssl', ['req', '-x509', ...key, '-days', '30', ...subject, ...files]);
  return certificate;
}
