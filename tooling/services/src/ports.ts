import { createServer, type Server } from 'node:net';

/** Every server here listens on loopback only: they have known passwords. */
export const loopback = '127.0.0.1';

/** Asks the kernel for free ports on loopback: held together so that they differ, then released. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => listen()));
  const ports = held.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The kernel gave no port.');
    return address.port;
  });
  await Promise.all(held.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, loopback, () => resolve(server));
  });
}
