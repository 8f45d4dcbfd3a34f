import {printJson} from '../../../formats/json/print.js'
import {isObject, type JsonObject, type JsonValue} from '../../../formats/json/value.js'
import {wholeOf} from '../rest/read/list.js'

/** Texts of frozen objects while they live: many readers of one object share one text. */
const texts = new WeakMap<JsonObject, string>()

/** JSON text of an object; worked out once for what can never change, and lists are put together of such texts. */
export function objectText(object: JsonObject): string {
  if (!Object.isFrozen(object)) return Array.isArray(object.items) ? listText(object, object.items) : printJson(object)
  let text = texts.get(object)
  if (text === undefined) {
    text = printJson(object)
    texts.set(object, text)
  }
  return text
}

const EMPTY = '"items":[]}'

function listText(list: JsonObject, items: readonly JsonValue[]): string {
  const frame = printJson({...list, items: []})
  if (items.length === 0 || !frame.endsWith(EMPTY)) return printJson(list)
  return `${frame.slice(0, -2)}${items.map(itemText).join(',')}]}`
}

/** The object's own text without its first two fields, where it begins with them. */
function itemText(item: JsonValue): string {
  if (!isObject(item)) return printJson(item)
  const object = wholeOf(item)
  if (!object) return objectText(item)
  const text = objectText(object)
  const head = `{"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)},`
  return text.startsWith(head) ? `{${text.slice(head.length)}` : printJson(item)
}
