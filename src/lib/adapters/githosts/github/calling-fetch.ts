import type {HostCaller} from '../host-caller.js'

/** What a library takes for the fetch of the platform, so that its requests go our way. */
export function callingFetch(call: HostCaller): typeof fetch {
  return async (input, init = {}) => {
    const {status, headers, text} = await call({
      method: (init.method ?? 'GET') as 'GET',
      url: String(input),
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' ? {body: init.body} : {}),
    })
    const empty = status === 204 || status === 304
    return new Response(empty ? null : text, {status, headers: plain(headers)})
  }
}

/** The text is as it was meant already. */
function plain(headers: Readonly<Record<string, string>>): Record<string, string> {
  const {'content-encoding': _encoding, 'content-length': _length, 'transfer-encoding': _transfer, ...rest} = headers
  return rest
}
