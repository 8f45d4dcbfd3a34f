import type {Call, Core, Replies} from './core.js'

/** Asks the outside world something and gives what the request needs of its answer; never rejects. */
export interface Question {
  readonly key: string
  ask(): Promise<unknown>
}

/** Thrown where a request cannot go on before somebody outside (a webhook) has answered. */
export class Unanswered extends Error {
  constructor(readonly questions: readonly Question[]) {
    super('an answer from outside is awaited')
  }
}

/** A request whose object never holds still is given up. */
const MOST_ROUNDS = 100

/**
 * Runs a request that may have to ask outside. Requests are synchronous, so that nobody sees a half-done one: one that
 * misses an answer stops before it has changed anything, and is run again from the start, at the same time and with the
 * same random numbers, once the answer is there.
 */
export async function replayed<T>(core: Core, call: Call, work: (core: Core, call: Call) => T): Promise<T> {
  const replies: Replies = new Map()
  const warned = call.warnings.length
  const drawn: unknown[] = []
  const now = core.clock.now()
  for (let round = 0; ; round++) {
    call.warnings.length = warned
    try {
      return work(asBefore(core, now, drawn), {...call, replies})
    } catch (error) {
      if (!(error instanceof Unanswered) || round === MOST_ROUNDS) throw error
      await Promise.all(error.questions.map(async (question) => replies.set(question.key, await question.ask())))
    }
  }
}

/** The core at a fixed time, with random numbers that come again in the same order. */
function asBefore(core: Core, now: number, drawn: unknown[]): Core {
  let at = 0
  const draw = <T>(fresh: () => T): T => {
    if (at === drawn.length) drawn.push(fresh())
    return drawn[at++] as T
  }
  const {clock, random} = core
  return {
    ...core,
    clock: {
      now: () => now,
      monotonic: () => clock.monotonic(),
      sleep: (ms, signal) => clock.sleep(ms, signal),
      timeout: (ms) => clock.timeout(ms),
      timer: (ms, fire, options) => clock.timer(ms, fire, options),
    },
    random: {
      float: () => draw(() => random.float()),
      bytes: (length) => draw(() => random.bytes(length)),
      uuid: () => draw(() => random.uuid()),
    },
  }
}
