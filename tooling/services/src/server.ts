import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Guard, startGuard } from './guard.ts';
import { freePorts, loopback } from './ports.ts';
import { type Greeting, launch, stopGroup, waitForGreeting } from './processes.ts';
import { needPackages, type SystemPackage } from './system-packages.ts';

/** The accounts every server has, and their one password. */
export const users = ['alice', 'bob'] as const;
export const password = 'secret';

/** What all throw-away servers have: they listen on loopback, with data of their own. */
export interface ThrowAwayServer extends AsyncDisposable {
  readonly host: string;
  /** The first account; the second is `bob`. Both have the same password. */
  readonly user: string;
  readonly users: readonly string[];
  readonly password: string;
  /** Path of the certificate to trust; it names localhost and 127.0.0.1. */
  readonly certificate: string;
  /** Everything the server has: configuration, log and data. */
  readonly dir: string;
  /** What the server writes about its work. */
  readonly logFile: string;
  /** The process now running, or undefined while stopped. */
  readonly pid: number | undefined;
  /** Stops the server and removes its folder, or keeps that for `start()`. Doing it twice is no error. */
  stop(how?: { readonly keep?: boolean }): Promise<void>;
  /** Starts again after `stop({ keep: true })` or `kill()`: same folder, same ports. */
  start(): Promise<void>;
  /** `stop({ keep: true })`, then `start()`. */
  restart(): Promise<void>;
  /** Ends all its processes at once, as a power cut would. The folder stays for `start()`. */
  kill(): Promise<void>;
}

/** What all kinds of servers let the caller choose. */
export interface ServerOptions {
  /** A folder that `stop({ keep: true })` left: its data is served again. Default is a new folder. */
  readonly dir?: string;
  /** Stop the server when this process ends. Default is true; false only for a server a person starts. */
  readonly guarded?: boolean;
}

/** The process of one server: which program, and how to know that it serves. */
export interface ServerProgram {
  /** For sentences: "Cannot start Radicale …". */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** How to know that it serves: one for each protocol. */
  readonly greeting: readonly Greeting[];
  /** What else must happen before it counts as started. */
  readonly onceReady?: () => Promise<void>;
  /** Names in the folder of the server that its last process may have left, and the next would stumble over. */
  readonly leftovers?: readonly string[];
  /** Which file below the folder is the log; what goes to standard output is told beside it. */
  readonly log: string;
}

/** Where a new server lives, and who watches over it. */
export interface Place {
  readonly dir: string;
  readonly ports: readonly number[];
  readonly guard: Guard | undefined;
}

/** A kind of server, as `startServer` makes one. */
interface Starting<Server> {
  readonly name: string;
  readonly packages: readonly SystemPackage[];
  readonly options: ServerOptions;
  /** The ports to listen on, or how many free ones. */
  readonly ports: readonly number[] | number;
  make(place: Place): Server | Promise<Server>;
}

/** Makes a server in its folder and starts it; a start that fails leaves no folder behind. */
export async function startServer<Server extends { prepare(): Promise<void>; start(): Promise<void> }>(
  starting: Starting<Server>,
): Promise<Server> {
  const { name, options } = starting;
  needPackages(`start ${name}`, starting.packages);
  const dir = options.dir ?? (await mkdtemp(path.join(os.tmpdir(), `mapistore-${name.toLowerCase()}-`)));
  const guard = options.guarded === false ? undefined : startGuard(dir);
  try {
    // The parts of a server that gave up root's rights must be able to walk in.
    await chmod(dir, 0o755);
    const ports = typeof starting.ports === 'number' ? await freePorts(starting.ports) : starting.ports;
    const server = await starting.make({ dir, ports, guard });
    await server.prepare();
    await server.start();
    return server;
  } catch (error) {
    guard?.release();
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

/** The life of one server, from its start to the removal of its folder. */
export class ServerLife implements ThrowAwayServer {
  readonly host: string = loopback;
  readonly user: string = users[0];
  readonly users: readonly string[] = users;
  readonly password: string = password;
  readonly dir: string;
  readonly certificate: string;
  readonly logFile: string;
  pid: number | undefined;
  readonly #program: ServerProgram;
  readonly #guard: Guard | undefined;

  constructor(place: Place, program: ServerProgram) {
    this.dir = place.dir;
    this.certificate = path.join(place.dir, 'cert.pem');
    this.logFile = path.join(place.dir, program.log);
    this.#program = program;
    this.#guard = place.guard;
  }

  async start(): Promise<void> {
    const { name, program, args, env = {}, greeting } = this.#program;
    if (this.pid !== undefined) throw new Error(`Cannot start ${name} in ${this.dir}: it already runs.`);
    const child = await launch({ program, args, env, log: path.join(this.dir, 'output.log') });
    this.pid = child.pid;
    this.#guard?.watch(child.pid);
    child.unref();
    try {
      for (const each of greeting) await waitForGreeting(child, each);
      await this.#program.onceReady?.();
    } catch (cause) {
      await this.kill();
      const sentence = `Cannot start ${name} in ${this.dir}: ${(cause as Error).message}`;
      throw new Error(`${sentence}\n${await this.#logs()}`, { cause });
    }
  }

  async stop(how: { readonly keep?: boolean } = {}): Promise<void> {
    await this.#end('SIGTERM');
    if (how.keep === true) return;
    await rm(this.dir, { recursive: true, force: true });
    this.#guard?.release();
  }

  async restart(): Promise<void> {
    await this.stop({ keep: true });
    await this.start();
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.pid === undefined) return;
    await stopGroup(this.pid, signal);
    this.pid = undefined;
    this.#guard?.watch(undefined);
    for (const name of this.#program.leftovers ?? []) await rm(path.join(this.dir, name), { force: true });
  }

  async #logs(): Promise<string> {
    const files = new Set([path.join(this.dir, 'output.log'), this.logFile]);
    const texts = await Promise.all([...files].map((file) => readFile(file, 'utf8').catch(() => '')));
    return texts.join('').trim();
  }
}
