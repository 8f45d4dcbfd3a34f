import {durationFlag, listFlag, textFlag} from '../../flags/flag-types.js'
import {choiceFlag, notSupported} from '../choice-flag.js'

/** The flag of `flux create source` and everything below it. */
export const SOURCE_FLAGS = {
  'fetch-timeout': durationFlag({default: 0, text: '0s', summary: 'how long one fetch may take'}),
}

export const IGNORE_FLAG = {
  'ignore-paths': listFlag({delimiter: ',', summary: 'paths to leave out, as in a .gitignore file'}),
}

export const SECRET_FLAGS = {
  'secret-ref': textFlag({summary: 'name of an existing Secret with the credentials'}),
  'proxy-secret-ref': textFlag({summary: 'name of an existing Secret with the address and credentials of a proxy'}),
}

const VERIFIERS = ['cosign']

/** How signatures of what is fetched are verified. */
export const VERIFY_FLAGS = {
  'verify-provider': choiceFlag({
    words: VERIFIERS,
    refused: notSupported('source OCI verify provider', VERIFIERS),
    empty:
      'no source OCI verify provider given, please specify the OCI verify provider name to use for signature verification, available options are: (cosign)',
    summary: 'who verifies signatures',
  }),
  'verify-secret-ref': textFlag({summary: 'name of a Secret with the public keys'}),
  'verify-issuer': textFlag({summary: 'expression that the OIDC issuer of a signature has to match'}),
  'verify-subject': textFlag({summary: 'expression that the OIDC subject of a signature has to match'}),
}

const CLOUDS = ['generic', 'aws', 'azure', 'gcp']

/** Whose login is used; `what` and `name` are the words of the refusals. */
export function cloudFlag(what: string, name: string) {
  return choiceFlag({
    words: CLOUDS,
    refused: notSupported(`${what} provider`, CLOUDS),
    empty: `no ${what} provider given, please specify the ${name} provider name`,
    default: 'generic',
    summary: 'cloud whose login is used',
  })
}
