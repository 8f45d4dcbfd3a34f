import {recordValue} from '../engines/substitute/secret-scalars.js'
import type {SecretTrace} from '../engines/substitute/secret-trace.js'

/** A shorter secret is part of many a value. */
const SHORTEST = 6

/** What another Kustomization put into this one, or into a ConfigMap that it reads, is as secret as it was there. */
export function recordCopies(variables: ReadonlyMap<string, string>, trace: SecretTrace): void {
  const known = [...trace.texts].filter((text) => text.length >= SHORTEST)
  for (const [name, value] of variables) if (known.some((text) => value.includes(text))) trace.variables.add(name)
}

/** A value, its lines, what it is base64 of, and what stands in it when it is a map or list. */
export function recordSecret(text: string, trace: SecretTrace): void {
  const value = text.replaceAll('\n', '')
  for (const one of [value, ...text.split('\n')]) trace.texts.add(one)
  recordValue(text, trace)
  if (value !== text) recordValue(value, trace)
  const decoded = Buffer.from(value, 'base64')
  if (decoded.toString('base64') === value && isPrintable(decoded.toString())) trace.texts.add(decoded.toString())
}

/** Any word of four letters is base64 of something. */
const isPrintable = (text: string) => /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\s]+$/u.test(text) && !text.includes('\ufffd')
