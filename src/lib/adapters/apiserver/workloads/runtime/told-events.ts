/** How many events and kinds of events a controller knows of. */
export const remembered = 4096
const mostSimilar = 10
const similarMs = 10 * 60_000

/** What a controller has told: its oldest events are forgotten, as client-go does. */
export class ToldEvents {
  /** to be counted up when they happen again */
  readonly events = new Map<string, {readonly name: string; readonly count: number}>()
  readonly #similar = new Map<string, {readonly messages: Set<string>; at: number}>()

  /** Whether so many different messages of one kind were told about an object lately that further ones go into one event. */
  isOneOfMany(key: string, message: string, now: number): boolean {
    let known = this.#similar.get(key)
    if (!known || now - known.at > similarMs) known = {messages: new Set(), at: now}
    this.#similar.delete(key)
    this.#similar.set(key, known)
    known.at = now
    known.messages.add(message)
    if (this.#similar.size > remembered) this.#similar.delete(this.#similar.keys().next().value as string)
    if (known.messages.size < mostSimilar) return false
    // any of them makes room
    known.messages.delete(known.messages.values().next().value as string)
    return true
  }
}
