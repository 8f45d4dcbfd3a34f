import type {ReplayServer} from './servers/api-server.js'
import {type Snapshot, takeSnapshot} from './snapshot.js'
import {setUp} from './world.js'

/** A server with the set-up of a case on it. */
export interface World {
  readonly server: ReplayServer
  /** what it holds at the start of every case */
  readonly before: Snapshot
  /** True while nothing has been written since. */
  untouched(): Promise<boolean>
}

/** Milliseconds that may pass on a server's clock before ages of objects look different. */
const SAME_AGE_MS = 500

/**
 * Embedded servers by set-up. Most command lines only read, so that the next one with the same set-up finds its world
 * as it was; a world that was written to, or in which time passed, is thrown away.
 */
export class Worlds {
  readonly #idle = new Map<string, World[]>()

  constructor(
    private readonly start: () => Promise<ReplayServer>,
    private readonly corpus: string,
  ) {}

  /** Lends a world for one piece of work. */
  async use<T>(setup: readonly string[], work: (world: World) => Promise<T>): Promise<T> {
    const key = setup.join(' ')
    const world = this.#idle.get(key)?.pop() ?? (await makeWorld(await this.start(), this.corpus, setup))
    const started = world.server.now()
    try {
      const result = await work(world)
      if (world.server.now() - started < SAME_AGE_MS && (await world.untouched())) this.#keep(key, world)
      else await world.server.close()
      return result
    } catch (error) {
      await world.server.close()
      throw error
    }
  }

  #keep(key: string, world: World): void {
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), world])
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle.values()].flat().map((world) => world.server.close()))
    this.#idle.clear()
  }
}

/** Applies a set-up and remembers what is there then. */
export async function makeWorld(server: ReplayServer, corpus: string, setup: readonly string[]): Promise<World> {
  await setUp(server, corpus, setup)
  const revision = await revisionOf(server)
  const before = await takeSnapshot(server.kube)
  return {server, before, untouched: async () => !server.lasting && (await revisionOf(server)) === revision}
}

/** Every list carries the revision of the whole store. */
async function revisionOf(server: ReplayServer): Promise<string> {
  return (await server.kube.list({apiVersion: 'v1', kind: 'ConfigMap'}, {namespace: 'empty', limit: 1})).resourceVersion
}
