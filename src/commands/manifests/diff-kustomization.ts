import type {Interfaces} from '@oclif/core'
import {FluxError, messageOf} from '../../lib/errors/flux-error.js'
import {isFileFault} from '../../lib/errors/go-file.js'
import type {DiffFormat} from '../../lib/output/diff/render-diff.js'
import {BaseCommand, type Session} from '../base.js'
import {BUILD_FLAGS, buildOptions, buildTimeout} from '../flags/build-flags.js'
import {boolFlag, intFlag, wordFlag} from '../flags/flag-types.js'
import {tellWarnings} from './kustomize-warnings.js'

const FORMATS = ['text', 'unified', 'json', 'github', 'gitlab']

export class DiffKustomization extends BaseCommand {
  static override summary = 'Show what applying a local Kustomization would change in the cluster'
  static override usage = 'diff kustomization NAME --path FOLDER [flags]'
  static override aliases = ['diff:ks']
  static override examples = [
    'flux diff kustomization apps --path ./apps',
    'flux diff ks apps --path ./apps -o github > comment.md',
  ]
  static override flags = {
    ...BUILD_FLAGS,
    'progress-bar': boolFlag({default: true, summary: 'show what is being compared'}),
    'ignore-not-found': boolFlag({summary: 'take a Kustomization that is not in the cluster for a new one'}),
    output: wordFlag({what: 'output format', words: FORMATS, char: 'o', default: 'text', summary: 'form of the report'}),
    'max-size': intFlag({
      default: 65_536,
      least: 0,
      summary:
        'most characters of a report that is no text, so that it fits a comment; 0: no limit (gitlab: 1000000 if not given)',
    }),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof DiffKustomization.flags>>): Promise<void> {
    const {flags, given, args, host} = session
    const {cwd, out} = host
    const {checkTyped} = await import('../../lib/actions/build/build-options.js')
    const {diffKustomization} = await import('../../lib/actions/diff/diff-kustomization.js')
    const {buildNotes} = await import('../../lib/output/build.js')
    const {LEAST_SIZE, renderDiff} = await import('../../lib/output/diff/render-diff.js')
    const {diffOutcome} = await import('../../lib/output/diff/outcome.js')
    const {openBuildFiles} = await import('../../lib/wiring/build-files.js')
    if (flags['max-size'] > 0 && flags['max-size'] < LEAST_SIZE) {
      throw new FluxError('usage', `--max-size must be 0 or at least ${LEAST_SIZE}`, {exitCode: 2})
    }
    const files = host.openFiles?.() ?? openBuildFiles(host)
    const onWarning = tellWarnings(out, flags.verbose === true)
    const guard = {blocking: host.blocking, timeoutMs: buildTimeout(flags)}
    try {
      const typed = {name: args[0], path: flags.path, kustomizationFile: flags['kustomization-file'] || undefined}
      const checked = await checkTyped({...files, cwd}, typed, {exitCode: 2, shown: (path) => path})
      const options = {
        ...(await buildOptions(session, checked)),
        namedAsTyped: true,
        ignoreNotFound: flags['ignore-not-found'],
        withDeleted: flags.output !== 'text' && flags.output !== 'json',
        hideSubstituted: flags.output !== 'text',
        onProgress: flags['progress-bar'] ? (text: string) => out.progress(text) : undefined,
      }
      const {ctx} = await session.cluster(guard).catch(asTrouble)
      const result = await diffKustomization(
        {...ctx, fs: files.fs, cwd, remote: files, ...guard, onWarning, version: `v${host.pjson.fluxVersion}`},
        options,
      ).catch(asTrouble)
      const maxSize = given.has('max-size') ? flags['max-size'] : undefined
      out.note(buildNotes(result))
      // rows are known of terminals alone
      const form = {colour: out.colour, ...(out.rows !== undefined && {width: out.columns})}
      await out.data(await renderDiff(flags.output as DiffFormat, result, {...form, maxSize}))
      diffOutcome(result)
    } finally {
      files.close()
    }
  }
}

/** As in diff(1): 1 is for differences, all that keeps them from being found is 2. */
function asTrouble(error: unknown): never {
  if (error instanceof FluxError) throw new FluxError(error.code, error.message, {...error, exitCode: 2, cause: error})
  if (isFileFault(error)) throw new FluxError('no-file', messageOf(error), {exitCode: 2, cause: error})
  throw error
}
