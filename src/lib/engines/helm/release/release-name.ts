import {FluxError} from '../../../errors/flux-error.js'
import {goQuote} from '../../../errors/go-quote.js'

const NAME = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'
const PATTERN = new RegExp(NAME)
const MAX_LENGTH = 53

/** @throws FluxError `bad-release-name` with Helm's words when no release can be called so (helm-engine reference 14.1) */
export function checkReleaseName(name: string): void {
  if (name !== '' && name.length <= MAX_LENGTH && PATTERN.test(name)) return
  const rule = `invalid release name, must match regex ${NAME} and the length must not be longer than ${MAX_LENGTH}`
  throw new FluxError(
    'bad-release-name',
    `release name check failed: release name ${goQuote(name)}: ${name === '' ? 'no name provided' : rule}`,
  )
}
