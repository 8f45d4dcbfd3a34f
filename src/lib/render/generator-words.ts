import {FluxError} from '../errors/flux-error.js'

/**
 * What kustomize says about a generator of Secrets, without the literals and lines that it quotes: it repeats all literals when
 * one of them has no key.
 */
function withoutLiterals(message: string): string {
  return message
    .replace(/literal sources \[[\s\S]*?\]: invalid literal source [\s\S]*, expected key=value/, () => {
      return 'literal sources [***]: invalid literal source ***, expected key=value'
    })
    .replace(/(line \d+ has invalid utf8 bytes : )[\s\S]*/, '$1***')
}

/** The error to show in the place of kustomize's; a cause would quote the literals again. */
export function withoutSecretLiterals(error: unknown): unknown {
  if (!(error instanceof FluxError) || !error.hints.some((hint) => hint.includes('(secretGenerator['))) return error
  const message = withoutLiterals(error.message)
  return message === error.message ? error : new FluxError(error.code, message, {hints: error.hints, exitCode: error.exitCode})
}
