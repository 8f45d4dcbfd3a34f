import type {JsonValue} from '../../formats/json/value.js'
import {invalid} from '../field-error.js'
import type {SchemaNode} from '../node.js'
import {add, type Verdict} from './verdict.js'

/** What a branch says of a value by itself. */
type Judge = (verdict: Verdict, value: JsonValue, branch: SchemaNode, path: string) => Verdict

/** anyOf, oneOf, allOf and not. Their own complaints have no field; the closest branch's errors come with them. */
export function combine(verdict: Verdict, value: JsonValue, node: SchemaNode, path: string, judge: Judge): void {
  if (node.anyOf && node.anyOf.length > 0) anyOf(verdict, value, node.anyOf, path, judge)
  if (node.oneOf && node.oneOf.length > 0) oneOf(verdict, value, node.oneOf, path, judge)
  if (node.allOf && node.allOf.length > 0) allOf(verdict, value, node.allOf, path, judge)
  if (node.not && judge(verdict, value, node.not, path).errors.length === 0) {
    whole(verdict, `${quote(path)} must not validate the schema (not)`)
  }
}

function quote(path: string): string {
  return JSON.stringify(path)
}

function whole(verdict: Verdict, text: string): void {
  add(verdict, invalid('<nil>', '', text))
}

function merge(verdict: Verdict, other: Verdict): void {
  verdict.matches += other.matches
  for (const error of other.errors) add(verdict, error)
}

function anyOf(verdict: Verdict, value: JsonValue, branches: readonly SchemaNode[], path: string, judge: Judge): void {
  let best: Verdict | undefined
  for (const branch of branches) {
    const result = judge(verdict, value, branch, path)
    if (result.errors.length === 0) {
      verdict.matches += result.matches
      return
    }
    if (!best || result.matches > best.matches) best = result
  }
  whole(verdict, `${quote(path)} must validate at least one schema (anyOf)`)
  merge(verdict, best!)
}

function oneOf(verdict: Verdict, value: JsonValue, branches: readonly SchemaNode[], path: string, judge: Judge): void {
  let best: Verdict | undefined
  let first: Verdict | undefined
  let valid = 0
  for (const branch of branches) {
    const result = judge(verdict, value, branch, path)
    if (result.errors.length === 0) {
      valid += 1
      first ??= result
    } else if (!best || result.matches > best.matches) best = result
  }
  if (valid === 1) {
    verdict.matches += first!.matches
    return
  }
  const found = valid === 0 ? 'Found none valid' : `Found ${valid} valid alternatives`
  whole(verdict, `${quote(path)} must validate one and only one schema (oneOf). ${found}`)
  if (valid === 0) merge(verdict, best!)
}

function allOf(verdict: Verdict, value: JsonValue, branches: readonly SchemaNode[], path: string, judge: Judge): void {
  let valid = 0
  for (const branch of branches) {
    const result = judge(verdict, value, branch, path)
    if (result.errors.length === 0) valid += 1
    merge(verdict, result)
  }
  if (valid === branches.length) return
  whole(verdict, `${quote(path)} must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`)
}
