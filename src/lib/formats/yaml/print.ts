import type {JsonValue} from '../json/value.js'
import {YamlWriter} from './writer.js'

export interface PrintYamlOptions {
  /** Text is folded at the first space past this column; 80 as go-yaml does, Infinity for never. */
  readonly width?: number | undefined
  /** Refuses what go-yaml cannot read back (U+007F and other controls) instead of escaping it. */
  readonly strict?: boolean | undefined
}

/**
 * YAML text as sigs.k8s.io/yaml (Go's yaml.v2) prints it, byte for byte: keys in its natural order, lists not
 * indented under their key, strings that YAML 1.1 would misread in double quotes, long plain text folded.
 */
export function printYaml(value: JsonValue, options: PrintYamlOptions = {}): string {
  return new YamlWriter(options.width ?? 80, options.strict ?? false).document(value)
}
