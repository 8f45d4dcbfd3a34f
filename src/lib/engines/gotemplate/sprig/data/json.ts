import {GoError} from '../../error.js'
import type {Functions} from '../../functions.js'
import {marshalJson} from '../../go/json.js'
import {unmarshalJson} from '../../go/json-parse.js'
import type {GoValue} from '../../go/value.js'

const compact = (value: GoValue) => marshalJson(value, {html: true})
const pretty = (value: GoValue) => marshalJson(value, {html: true, indent: '  '})
const raw = (value: GoValue) => marshalJson(value, {html: false})

/** An error gives the other value. */
function either<T>(work: () => T, otherwise: T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof GoError) return otherwise
    throw error
  }
}

export const JSON_FUNCTIONS: Functions = {
  toJson: ['any', (value: GoValue) => either(() => compact(value), '')],
  mustToJson: ['any', compact],
  toPrettyJson: ['any', (value: GoValue) => either(() => pretty(value), '')],
  mustToPrettyJson: ['any', pretty],
  toRawJson: ['any', raw],
  mustToRawJson: ['any', raw],
  fromJson: ['string', (text: string) => either(() => unmarshalJson(text), null)],
  mustFromJson: ['string', unmarshalJson],
}
