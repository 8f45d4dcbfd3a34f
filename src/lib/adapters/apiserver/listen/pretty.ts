import {type ApiRequest, header} from '../request/api-request.js'

/** What kube-apiserver takes for a person who reads along. */
const PEOPLE = /^(curl|Wget|Mozilla\/5\.0)/
/** Go's ParseBool */
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])

/** Whether kube-apiserver would indent the answer: when asked to by `pretty`, for curl and browsers, and what a few paths give always. */
export function isPretty(request: Pick<ApiRequest, 'path' | 'query' | 'headers'>, status = 200): boolean {
  const {path, query} = request
  if (status === 200 && (path === '/' || path === '/version' || path === '/version/')) return true
  if (path.startsWith('/openapi/')) return false
  const asked = query.get('pretty')?.[0]
  return asked === undefined ? PEOPLE.test(header(request, 'user-agent')) : TRUE.has(asked)
}
