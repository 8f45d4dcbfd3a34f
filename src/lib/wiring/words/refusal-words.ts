import {answerWords, faultOfJson} from '../../adapters/kube/answer-words.js'
import {isStatus} from '../../adapters/kube/failure.js'
import type {KubeResponse} from '../../ports/kube.js'

/**
 * What client-go says of an answer that does not tell what a server serves, maybe of something in between; undefined for one that
 * tells, and for a group version that is not served.
 */
export function refusalWords(response: KubeResponse, path: string): string | undefined {
  const {status, body} = response
  if (status === 200) return faultOfJson(body, path === '/version' ? 'version.Info' : 'v1.APIVersions')
  return status === 404 && /^\/apis?\/./.test(path) ? undefined : answerWords(response)
}

/**
 * What these words keep to themselves: flux says no more than `unknown` of a refusal in JSON, whatever that tells. Undefined when they
 * say what there is to say. Of an answer that is no Status nothing is told, as it may hold what was sent.
 */
export function unsaidWords(words: string, {status, body}: Pick<KubeResponse, 'status' | 'body'>): string | undefined {
  // who is not let in needs no more than that
  if (status === 200 || status === 401) return undefined
  const said = isStatus(body) ? body['message'] : undefined
  if (typeof said === 'string' && said !== '') return words.includes(said) ? undefined : `the server says: ${said}`
  if (!SILENT.test(words)) return undefined
  return `the server answers ${status} and does not tell why: is it the API server, or a proxy or login page in between?`
}

const SILENT = /^(unknown)?$|\("(unknown)?"\)|did not return more information$|for an unknown reason$/
