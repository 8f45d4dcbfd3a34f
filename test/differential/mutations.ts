import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Answer, Case, Json, Step} from '../conformance/case.js'
import {unorderedForm} from '../conformance/normalise.js'

type Body = {[key: string]: Json}

/** A body that the recordings send, for a namespace. */
export interface Base {
  readonly path: string
  readonly body: Body
  /** the real server took it */
  readonly good: boolean
}

/** How a body is sent; patches but `apply` need an object that is there. */
export type Way = 'post' | 'put' | 'apply' | 'merge' | 'strategic'

/** An odd body; with `base` it is an update of that object. */
export interface Mutated {
  readonly way: Way
  readonly path: string
  readonly name: string
  readonly body: Json
  readonly base: Body | undefined
  readonly what: string
}

const isBody = (value: Json | undefined): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Distinct bodies of creates of built-in kinds. */
export function bases(folder: string, namespace: string): Base[] {
  const found = new Map<string, Base>()
  const visit = (steps: readonly Step[]): void => {
    for (const step of steps) {
      if ('during' in step) visit(step.during)
      if (!('method' in step) || step.method !== 'POST' || step.as || !isBody(step.body)) continue
      const fill = (text: string) => text.replaceAll('<ns>', namespace).replaceAll('<Ns>', namespace)
      const path = fill(step.path).split('?')[0]!
      const text = fill(JSON.stringify(step.body))
      if (/example\.com|reviews$|token$|eviction|binding$|\/[a-z]+\/[a-z0-9.-]+\/(status|scale)$|\$repeat|<\w+/.test(path + text))
        continue
      const body = JSON.parse(text) as Body
      if (!isBody(body.metadata) || typeof body.metadata.name !== 'string') continue
      found.set(path + text, {path, body, good: step.status === 201})
    }
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n'))
      if (line !== '') visit((JSON.parse(line) as Case).steps)
  }
  return [...found.values()]
}

/** A small seeded generator (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below) | 0
  }
}

const ODD: readonly Json[] = [
  ...[null, '', 'x', 'UPPER_x', 'a'.repeat(64), 'a.b', 'a/b', '/x', '*', '10%', '101%', '-1', '1h', '10.0.0.1', 'b a'],
  ...[0, 1, -1, 65536, 2147483648, 1.5, 40000, true, false],
  ...[[], {}, ['x'], ['x', 'x'], {x: 'y'}, {'a b': 'c'}, [{}]],
]

type Place = {parent: Json[] | Body; key: string | number; path: string}

function placesOf(value: Json, path = ''): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, key) => [{parent: value, key, path: `${path}[${key}]`}, ...placesOf(item, `${path}[${key}]`)])
  }
  if (!isBody(value)) return []
  return Object.keys(value).flatMap((key) => [
    {parent: value, key, path: `${path}.${key}`},
    ...placesOf(value[key]!, `${path}.${key}`),
  ])
}

/** Field names by the name of the field that they are in: what else could stand somewhere. */
function vocabulary(all: readonly Base[]): Map<string, Map<string, Json>> {
  const words = new Map<string, Map<string, Json>>()
  const visit = (value: Json, under: string): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, under)
    if (!isBody(value)) return
    const known = words.get(under) ?? new Map<string, Json>()
    words.set(under, known)
    for (const [key, item] of Object.entries(value)) {
      known.set(`${key} ${known.size % 3}`, item)
      visit(item, key)
    }
  }
  for (const {body} of all) visit(body, '')
  return words
}

/** `count` odd bodies; the same ones for the same seed. */
export function* mutations(
  all: readonly Base[],
  seed: number,
  count: number,
  ways: readonly Way[] = ['post', 'post', 'put'],
): Generator<Mutated> {
  const below = random(seed)
  const words = vocabulary(all)
  for (let run = 0; run < count; run++) {
    const base = all[below(all.length)]!
    const wanted = ways[below(ways.length)]!
    const update = base.good && (wanted === 'apply' ? below(2) === 0 : wanted !== 'post')
    const way = wanted === 'post' || wanted === 'apply' || update ? wanted : 'post'
    const body = structuredClone(base.body)
    const what: string[] = []
    for (let turn = below(3) === 0 ? 2 : 1; turn > 0; turn--) {
      const places = placesOf(body).filter(({path}) => !/^\.(kind|apiVersion|metadata|metadata\.name(space)?)$/.test(path))
      if (places.length > 0) what.push(change(places[below(places.length)]!, below, words))
    }
    const name = (base.body.metadata as Body).name as string
    yield {way, path: base.path, name, body, base: update ? base.body : undefined, what: what.join('; ')}
  }
}

function change({parent, key, path}: Place, below: (n: number) => number, words: Map<string, Map<string, Json>>): string {
  const target = parent as Record<string | number, Json>
  const now = target[key]!
  const way = below(10)
  if (way === 0) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete target[key]
    return `${path} removed`
  }
  if (way === 1 && Array.isArray(now) && now.length > 0) {
    now.push(structuredClone(now[0]!))
    return `${path} repeated`
  }
  if (way <= 4 && isBody(now)) {
    const known = [...(words.get(String(key)) ?? words.get(/\.(\w+)\[\d+\]$/.exec(path)?.[1] ?? '') ?? [])]
    if (known.length > 0) {
      const [word, value] = known[below(known.length)]!
      const name = word.split(' ')[0]!
      now[name] = structuredClone(below(2) === 0 ? value : ODD[below(ODD.length)]!)
      return `${path}.${name} = ${JSON.stringify(now[name])}`
    }
  }
  target[key] = structuredClone(ODD[below(ODD.length)]!)
  return `${path} = ${JSON.stringify(target[key])}`
}

const GIVEN =
  /"(uid|creationTimestamp|resourceVersion|time|clusterIP|batch\.kubernetes\.io\/controller-uid|controller-uid)":"[^"]*"/g

/** An answer without what the server makes up. */
export function comparable({status, body, warnings}: Answer): string {
  const text = JSON.stringify(sorted(unorderedForm(body)))
    .replace(GIVEN, '"$1":"*"')
    .replace(/(resourceVersion\\*":\\*")\d+/g, '$1*')
    .replace(/"clusterIPs":\["[\d.]+"\]/g, '"clusterIPs":["*"]')
    .replace(/"(nodePort|healthCheckNodePort)":\d+/g, '"$1":0')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*')
    .replace(/kube-api-access-\w{5}/g, 'kube-api-access-*')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '*')
  return `${status} ${text} ${JSON.stringify(warnings)}`
}

/** Keys in order, so that only content counts. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isBody(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key]!)]),
  )
}
