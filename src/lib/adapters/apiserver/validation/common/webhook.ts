import type {Go} from '../../../../schema/builtin/go.gen.js'
import {invalid, required} from '../../../../schema/field-error.js'
import {dns1123Subdomain, portNumber} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'

const FORM = '; desired format: https://host[/path]'

/** Address of a webhook outside the cluster. */
export function webhookUrl(path: string, text: string): FieldError[] {
  const [, scheme = '', authority = '', query = '', fragment = ''] =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? []
  const errors: FieldError[] = []
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (scheme.toLowerCase() !== 'https')
    errors.push(invalid(path, scheme.toLowerCase(), `'https' is the only allowed URL scheme${FORM}`))
  if (host === '') errors.push(invalid(path, '', `host must be specified${FORM}`))
  if (at >= 0) errors.push(invalid(path, authority.slice(0, at), 'user information is not permitted in the URL'))
  if (fragment !== '') errors.push(invalid(path, fragment, 'fragments are not permitted in the URL'))
  if (query !== '') errors.push(invalid(path, query, 'query parameters are not permitted in the URL'))
  return errors
}

type Service = Partial<Go['apiextensions.v1.ServiceReference']>

/** Service of a webhook. */
export function webhookService(path: string, {name, namespace, port = 443, path: url}: Service): FieldError[] {
  const errors: FieldError[] = []
  // the server tells of each at the other's place
  if (!namespace) errors.push(required(`${path}.name`))
  if (!name) errors.push(required(`${path}.namespace`))
  const faults = portNumber(port)
  if (faults.length > 0) errors.push(invalid(`${path}.port`, port, `port is not valid: ${faults.join(', ')}`))
  return url ? [...errors, ...urlPath(`${path}.path`, url)] : errors
}

function urlPath(path: string, url: string): FieldError[] {
  if (url === '/') return []
  if (url === '//') return [invalid(path, url, 'segment[0] may not be empty')]
  const errors = url.startsWith('/') ? [] : [invalid(path, url, "must start with a '/'")]
  const steps = url.slice(1).replace(/\/$/, '').split('/')
  for (const [at, step] of steps.entries()) {
    const faults =
      step === '' ? [`segment[${at}] may not be empty`] : dns1123Subdomain(step).map((text) => `segment[${at}]: ${text}`)
    errors.push(...faults.map((text) => invalid(path, url, text)))
  }
  return errors
}
