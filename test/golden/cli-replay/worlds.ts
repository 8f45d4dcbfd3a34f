import {cleanUp} from './clean-up.js'
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

/** An embedded server and what it held before the first set-up. */
interface Started {
  readonly server: ReplayServer
  readonly base: Snapshot
}

type Lent = World & {readonly base: Snapshot}

/**
 * Embedded servers by set-up. Most command lines only read, so that the next one with the same set-up finds its world
 * as it was; after a write, or when time passed, the server is emptied for the next set-up.
 */
export class Worlds {
  readonly #idle = new Map<string, Lent[]>()
  readonly #empty: Started[] = []

  constructor(
    private readonly start: () => Promise<ReplayServer>,
    private readonly corpus: string,
  ) {}

  /** Lends a world for one piece of work. */
  async use<T>(setup: readonly string[], work: (world: World) => Promise<T>): Promise<T> {
    const key = setup.join(' ')
    const world = this.#idle.get(key)?.pop() ?? (await this.#make(setup))
    const started = world.server.now()
    try {
      const result = await work(world)
      if (world.server.now() - started < SAME_AGE_MS && (await world.untouched())) this.#keep(key, world)
      else await this.#recycle(world)
      return result
    } catch (error) {
      await world.server.close()
      throw error
    }
  }

  async #make(setup: readonly string[]): Promise<Lent> {
    const {server, base} = this.#empty.pop() ?? (await this.#started())
    return {...(await makeWorld(server, this.corpus, setup)), base}
  }

  async #started(): Promise<Started> {
    const server = await this.start()
    return {server, base: await takeSnapshot(server.kube)}
  }

  async #recycle({server, base}: Lent): Promise<void> {
    try {
      await cleanUp(server.kube, base)
      this.#empty.push({server, base: await takeSnapshot(server.kube)})
    } catch {
      await server.close()
    }
  }

  #keep(key: string, world: Lent): void {
    this.#idle.set(key, [...(this.#idle.get(key) ?? []), world])
  }

  async close(): Promise<void> {
    const worlds = [...[...this.#idle.values()].flat(), ...this.#empty]
    await Promise.all(worlds.map(({server}) => server.close()))
    this.#idle.clear()
    this.#empty.length = 0
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
