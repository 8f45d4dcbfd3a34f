import type {Answer, Json, Until} from './case.js'

function at(value: Json | undefined, path: string): Json | undefined {
  let found: Json | undefined = value
  for (const part of path.split('.')) {
    if (Array.isArray(found)) found = found[Number(part)]
    else if (typeof found === 'object' && found !== null) found = found[part]
    else return undefined
  }
  return found
}

function conditionOf(body: Json, type: string): {[key: string]: Json} | undefined {
  const conditions = at(body, 'status.conditions')
  if (!Array.isArray(conditions)) return undefined
  return conditions.find((item): item is {[key: string]: Json} => at(item, 'type') === type)
}

/** True when an answer is what a step waits for. */
export function holds(until: Until, answer: Pick<Answer, 'status' | 'body'>, fill: (value: Json) => Json): boolean {
  const {status, body} = answer
  if (until.status !== undefined && status !== until.status) return false
  const items = at(body, 'items')
  if (until.count !== undefined && (!Array.isArray(items) || items.length !== until.count)) return false
  for (const [path, value] of Object.entries(until.equals ?? {})) {
    if (JSON.stringify(at(body, path)) !== JSON.stringify(fill(value))) return false
  }
  for (const path of until.present ?? []) if (at(body, path) === undefined) return false
  for (const path of until.absent ?? []) if (at(body, path) !== undefined) return false
  for (const [type, value] of Object.entries(until.condition ?? {})) if (conditionOf(body, type)?.status !== value) return false
  for (const [type, value] of Object.entries(until.reason ?? {})) if (conditionOf(body, type)?.reason !== value) return false
  if (until.allItems) {
    if (!Array.isArray(items)) return false
    const each = until.allItems
    if (!items.every((item) => holds(each, {status, body: item}, fill))) return false
  }
  return true
}
