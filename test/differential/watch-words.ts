import type {Body, Json} from './bodies.js'
import {orderless} from './ssa-sequences.js'

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Takes out of a server's answers what differs from run to run: names, versions and times become numbers of their own. */
export class WatchWords {
  readonly #versions = new Map<string, number>()
  readonly #made = new Map<string, number>()

  constructor(private readonly name: string) {}

  /** An event; columns come with the first one, which may be a bookmark. */
  event(event: Body): Json {
    const text = JSON.stringify(this.json(event))
    return JSON.parse(text.replace(/"columnDefinitions":(true|null|false),?/, '')) as Json
  }

  json(value: Json, key = '', within = ''): Json {
    if (key === 'resourceVersion' && typeof value === 'string') return this.#version(value, within)
    if (key === 'columnDefinitions') return Array.isArray(value) ? value.length > 0 : null
    if (key === 'continue') return value === '' ? '' : '<more>'
    if (key === 'cells' && Array.isArray(value))
      return value.map((cell) => (typeof cell === 'string' && /^\d+s$/.test(cell) ? '<age>' : this.json(cell)))
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) {
      const kept = value.map((item) => this.json(item, '', within))
      return key === 'managedFields' || key === 'causes' ? kept.sort(byText) : kept
    }
    return isBody(value) ? this.#object(value, within) : value
  }

  text(value: string): string {
    return orderless(
      value
        .replaceAll(this.name, '<name>')
        .replace(/\bg-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, (text) => `g-<${numbered(this.#made, text)}>`)
        .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uid>')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')
        .replace(/(in record \(|in the precondition \(|[Rr]esource version: |, current: )\d+/g, '$1<rv>')
        .replace(/(too old resource version: <rv> \()\d+/g, '$1<rv>'),
    )
  }

  #object(value: Body, within: string): Json {
    const isList = Array.isArray(value.rows) || /^Status$|List$/.test(String(value.kind))
    const inner = within === 'bookmark' || value.type === 'BOOKMARK' ? 'bookmark' : isList ? 'list' : within
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((name) => {
          const around = (name === 'items' || name === 'rows') && inner === 'list' ? '' : inner
          return [this.text(name), this.json(value[name] as Json, name, around)]
        }),
    )
  }

  #version(value: string, within: string): string {
    if (within !== '' || value === '') return value === '' ? '' : '<some>'
    return `<${numbered(this.#versions, value)}>`
  }
}

function numbered(seen: Map<string, number>, text: string): number {
  if (!seen.has(text)) seen.set(text, seen.size)
  return seen.get(text)!
}

function byText(a: Json, b: Json): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
