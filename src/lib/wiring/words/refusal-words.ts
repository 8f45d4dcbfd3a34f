import {answerWords, faultOfJson} from '../../adapters/kube/answer-words.js'
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
