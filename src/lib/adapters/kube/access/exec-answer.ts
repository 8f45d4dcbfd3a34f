import {checkJson} from '../../../formats/json/go-check.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {canonicalTime, TimeError} from '../../../schema/go/time.js'
import {type Shape, shapeFaultOf} from './go-shape.js'
import {parseVersioned} from './versioned.js'

const TEXT: Shape = {type: 'string'}

/** What an exec plugin prints, in one of the versions of its API. */
const answerShape = (version: string): Shape => ({
  type: `${version}.ExecCredential`,
  fields: {
    spec: {type: `${version}.ExecCredentialSpec`, fields: {interactive: {type: 'bool'}}},
    status: {
      type: `${version}.ExecCredentialStatus`,
      fields: {
        ...{token: TEXT, clientCertificateData: TEXT, clientKeyData: TEXT},
        expirationTimestamp: {type: 'string', faultOf: timeFault},
      },
    },
  },
})

/**
 * The object that an exec plugin printed.
 * @throws Error in the words of client-go's decoder
 */
export async function parseExecAnswer(text: string): Promise<JsonObject> {
  // client-go takes what begins like JSON for nothing else
  const isJson = text.trimStart().startsWith('{')
  const {error} = isJson ? checkJson(text) : {}
  if (error !== undefined) throw new Error(`couldn't get version/kind; json parse error: ${error}`)
  return parseVersioned(isJson ? text.trimStart() : text)
}

/** A field of the wrong type in what a plugin printed, as Go tells it. */
export function execAnswerFault(answer: JsonObject, text: string): string | undefined {
  const version = String(answer['apiVersion']).split('/').at(-1)!
  return shapeFaultOf(answer, answerShape(version), !text.trimStart().startsWith('{'))
}

function timeFault(text: string): string | undefined {
  try {
    canonicalTime(text)
    return undefined
  } catch (error) {
    if (error instanceof TimeError) return error.message
    throw error
  }
}
