import {checkJson} from '../../../formats/json/go-check.js'
import {parseJson} from '../../../formats/json/parse.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {printable, yamlText} from '../../../formats/yaml/reader.js'
import {canonicalTime, TimeError} from '../../../schema/go/time.js'
import {type Shape, shapeFaultOf} from './go-shape.js'
import {base64Fault} from './shape.js'
import {headOf, noKind, parseVersioned} from './versioned.js'

export const EXEC_GROUP = 'client.authentication.k8s.io'
/** What client-go's decoder knows; which one a plugin may answer with is another question. */
const REGISTERED = new Set(['v1', 'v1beta1', '__internal'].map((version) => `${EXEC_GROUP}/${version}`))
const TEXT: Shape = {type: 'string'}
const BYTES: Shape = {type: '[]uint8', faultOf: base64Fault}

/** What an exec plugin prints, in one of the versions of its API. */
const answerShape = (version: string): Shape => ({
  type: `${version}.ExecCredential`,
  fields: {
    spec: {
      type: `${version}.ExecCredentialSpec`,
      fields: {
        interactive: {type: 'bool'},
        cluster: {
          type: `${version}.Cluster`,
          fields: {
            ...{server: TEXT, 'tls-server-name': TEXT, 'proxy-url': TEXT, 'certificate-authority-data': BYTES},
            ...{'insecure-skip-tls-verify': {type: 'bool'}, 'disable-compression': {type: 'bool'}},
          },
        },
      },
    },
    status: {
      type: `${version}.ExecCredentialStatus`,
      fields: {
        ...{token: TEXT, clientCertificateData: TEXT, clientKeyData: TEXT},
        expirationTimestamp: {type: 'string', faultOf: timeFault},
      },
    },
  },
})

/** What an exec plugin printed: the object, and the version and kind that it says. */
export interface ExecAnswer {
  readonly value: JsonObject
  readonly apiVersion: string
  readonly kind: string
  /** it came as YAML, whose fields Go sorts */
  readonly ordered: boolean
}

/** client-go takes what begins like JSON, after what Go takes for space, for nothing else. */
const JSON_BEGIN = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*\{/

/**
 * The object that an exec plugin printed.
 * @throws Error in the words of client-go's decoder
 */
export async function parseExecAnswer(bytes: Uint8Array): Promise<ExecAnswer> {
  const text = yamlText(bytes)
  const ordered = !JSON_BEGIN.test(text)
  const value = ordered ? await parseVersioned(text) : parseGoJson(printable(text))
  const head = headOf(value, ordered)
  const isVersionless = head.apiVersion === '' || head.apiVersion === `${EXEC_GROUP}/`
  const apiVersion = isVersionless ? `${EXEC_GROUP}/__internal` : head.apiVersion
  return {value, apiVersion, kind: head.kind || 'ExecCredential', ordered}
}

/** A field that comes twice goes into what it was before. */
function parseGoJson(text: string): JsonObject {
  const {error} = checkJson(text)
  if (error !== undefined) throw new Error(`couldn't get version/kind; json parse error: ${error}`)
  return parseJson(text, {join: true}) as JsonObject
}

/** An object of another kind, or a field of the wrong type in what a plugin printed, as Go tells it. */
export function execAnswerFault({value, apiVersion, kind, ordered}: ExecAnswer): string | undefined {
  if (kind !== 'ExecCredential' || !REGISTERED.has(apiVersion)) return noKind(kind, apiVersion)
  return shapeFaultOf(value, answerShape(apiVersion.split('/').at(-1)!), ordered)
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
