import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {Patterns} from '../../../formats/regex/regex.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {newObject} from '../create-object.js'
import {durationText, omitEmpty} from '../spec-parts.js'
import {createImageObject} from './create-image-object.js'
import {checkExtract} from './extract.js'

/** `interval` is the policy's own here: how often digests are looked up. */
export interface ImagePolicyOptions extends CreateOptions {
  readonly 'image-ref'?: string | undefined
  readonly 'select-semver'?: string | undefined
  readonly 'select-alpha'?: string | undefined
  readonly 'select-numeric'?: string | undefined
  readonly 'filter-regex'?: string | undefined
  readonly 'filter-extract'?: string | undefined
  readonly 'reflect-digest'?: string | undefined
}

/** `flux create image policy` (cli reference 5.9). */
export async function createImagePolicy(ctx: CreateContext, options: ImagePolicyOptions): Promise<void> {
  const {'image-ref': image, 'reflect-digest': reflect} = options
  if (!image) throw new FluxError('usage', 'the name of an ImageRepository in the namespace is required (--image-ref)')
  const object = newObject('ImagePolicy', options, () => {
    const policy = selection(options)
    const filterTags = filter(options)
    if (reflect && !['Never', 'IfNotPresent', 'Always'].includes(reflect)) {
      throw new FluxError('usage', "invalid value for --reflect-digest, must be one of 'Never', 'IfNotPresent', 'Always'")
    }
    if (options.interval !== 0 && reflect !== 'Always') {
      const rule = "can only be used with the 'Always' digest reflection policy, use --reflect-digest=Always"
      throw new FluxError('usage', `the --interval flag ${rule}`)
    }
    return {
      ...omitEmpty({digestReflectionPolicy: reflect, filterTags, interval: durationText(options.interval)}),
      imageRepositoryRef: {name: image},
      policy,
    }
  })
  await createImageObject(ctx, options, object)
}

/** One of three ways to choose; semver beside another one gives an empty policy, as flux does by mistake. */
function selection(options: ImagePolicyOptions): JsonObject {
  const {'select-semver': semver, 'select-alpha': alpha, 'select-numeric': numeric} = options
  if (semver) return alpha || numeric ? {} : {semver: {range: semver}}
  if (alpha && numeric) {
    throw new FluxError('usage', 'only one of --select-semver, --select-alpha or --select-numeric can be specified')
  }
  if (alpha) return {alphabetical: {order: order('select-alpha', alpha)}}
  if (numeric) return {numerical: {order: order('select-numeric', numeric)}}
  throw new FluxError('usage', 'a policy must be provided with either --select-semver or --select-alpha')
}

function order(flag: string, value: string): string {
  if (value !== 'asc' && value !== 'desc') throw new FluxError('usage', `--${flag} must be one of ["asc", "desc"]`)
  return value
}

function filter(options: ImagePolicyOptions): JsonObject | undefined {
  const {'filter-regex': pattern, 'filter-extract': extract = ''} = options
  if (!pattern) {
    if (extract) throw new FluxError('usage', 'cannot specify --filter-extract without specifying --filter-regex')
    return undefined
  }
  const groups = groupNames(pattern)
  checkExtract(extract, groups)
  return {extract, pattern}
}

/** The names of the groups of a pattern; Go lets several groups share one, our library does not. */
function groupNames(pattern: string): string[] {
  const names: string[] = []
  const distinct = pattern.replace(
    /(?<!\\)\((?:\?P?<)([\p{L}\p{Nd}_]+)>/gu,
    (_, name: string) => `(?P<${name}_${names.push(name)}>`,
  )
  const repeated = new Set(names).size < names.length
  try {
    return Object.keys(new Patterns().compile(repeated ? distinct : pattern).namedGroups()).concat(repeated ? names : [])
  } catch (error) {
    throw new FluxError('usage', '--filter-regex is an invalid regex pattern', {cause: error})
  }
}
