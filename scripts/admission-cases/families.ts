import {requestFamilies} from '../request-cases/index.js'
import {admissionConfig} from './admission-config.js'
import {filledIn} from './filled-in.js'
import {gates} from './gates.js'
import {guards} from './guards.js'
import {hookAnswers} from './hook-answers.js'
import type {OwnCase} from './kit.js'
import {limits} from './limits.js'
import {mutating} from './mutating.js'
import {policies} from './policies.js'
import {reapply} from './reapply.js'
import {small} from './small.js'
import {syntax} from './syntax.js'
import {webhooks} from './webhooks.js'

export type {OwnCase, OwnStep} from './kit.js'

/** Own sequences by family, each recorded to a file. */
export const families: Readonly<Record<string, readonly OwnCase[]>> = {
  'admission-config': admissionConfig,
  gates,
  guards,
  limits,
  mutating,
  policies,
  reapply,
  small,
  syntax,
  'filled-in': filledIn,
  'hook-answers': hookAnswers,
  webhooks,
  ...requestFamilies,
}
