import {type ChildProcess, spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {createServer} from 'node:net'

/** Processes of one run; all end with it, in the opposite order of their start. */
export class Processes {
  readonly #running: ChildProcess[] = []

  /** Starts one with its output in `log`. */
  start(binary: string, args: readonly string[], log: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
    const out = openSync(log, 'a')
    const child = spawn(binary, [...args], {stdio: ['ignore', out, out], env})
    closeSync(out)
    this.#running.push(child)
    return child
  }

  /** SIGTERM, and SIGKILL after a while; resolves when it is gone. */
  async stop(child: ChildProcess, graceMs = 10_000): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const hard = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await gone
    clearTimeout(hard)
  }

  async stopAll(): Promise<void> {
    for (const child of this.#running.toReversed()) await this.stop(child)
  }

  /** For the end of this very process: nothing is waited for. */
  killAll(): void {
    for (const child of this.#running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  }
}

/** A TCP port that is free now, of those that no system gives to connections on their way out: it stays free until it is used. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!free) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
