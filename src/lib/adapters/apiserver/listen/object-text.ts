import {printJson} from '../../../formats/json/print.js'
import type {JsonObject} from '../../../formats/json/value.js'

/** Texts of frozen objects while they live: many watchers of one change share one text. */
const texts = new WeakMap<JsonObject, string>()

/** JSON text of an object; worked out once for what can never change. */
export function objectText(object: JsonObject): string {
  if (!Object.isFrozen(object)) return printJson(object)
  let text = texts.get(object)
  if (text === undefined) {
    text = printJson(object)
    texts.set(object, text)
  }
  return text
}
