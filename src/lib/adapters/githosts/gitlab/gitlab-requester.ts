import type {RequesterType, ResourceOptions} from '@gitbeaker/requester-utils'
import {FluxError} from '../../../errors/flux-error.js'
import {parseJson} from '../../../formats/json/parse.js'
import {isObject} from '../../../formats/json/value.js'
import type {HostCaller} from '../host-caller.js'
import {refusal} from '../rest-client.js'

const RIGHTS = 'it needs the scope `api`, and Maintainer on the project or the right to create projects in the group'

/** A GitLab that answers 404: nothing there, or nothing that the token may see. */
export const isMissing = (error: unknown): boolean => error instanceof FluxError && error.code === 'git-host-missing'

/** A request as gitbeaker has prepared it. */
interface Prepared {
  readonly prefixUrl?: string
  readonly searchParams?: string
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** What gitbeaker sends its requests with: our way instead of the platform's. */
export async function gitLabRequester(call: HostCaller): Promise<(options: ResourceOptions) => RequesterType> {
  const {createRequesterFn} = await import('@gitbeaker/requester-utils')
  return createRequesterFn(
    async (_, request) => request,
    async (endpoint, request) => {
      const {prefixUrl = '', searchParams, method = 'GET', headers, body} = (request ?? {}) as Prepared
      const url = `${prefixUrl.replace(/\/+$/, '')}/${endpoint}${searchParams ? `?${searchParams}` : ''}`
      const reply = await call({
        ...{method: method as 'GET', url, headers: {accept: 'application/json', ...headers}},
        ...(typeof body === 'string' ? {body} : {}),
      })
      if (reply.status >= 300) {
        const error = refusal(method, url, reply, RIGHTS)
        throw reply.status === 404 ? new FluxError('git-host-missing', error.message, {hints: error.hints}) : error
      }
      const value = reply.text === '' ? {} : parseJson(reply.text)
      return {
        body: (isObject(value) || Array.isArray(value) ? value : {}) as Record<string, unknown>,
        headers: {...reply.headers},
        status: reply.status,
      }
    },
  )
}
