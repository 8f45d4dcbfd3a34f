import {invalid, required} from '../../../../schema/field-error.js'
import {regexText} from '../../../../schema/names.js'
import type {FieldError} from '../../hooks.js'
import {subdomain} from './checks.js'

const PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const path = new RegExp(`^${PATH}$`)

/** `acme.io/foo`. */
export function domainPath(field: string, value: string): FieldError[] {
  if (!value) return [required(field)]
  const slash = value.indexOf('/')
  const [host, rest] = [value.slice(0, Math.max(slash, 0)), value.slice(slash + 1)]
  if (!host || !rest) return [invalid(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  const errors = subdomain(field, host)
  return path.test(rest) ? errors : [...errors, invalid(field, rest, regexText('Invalid path', PATH))]
}
