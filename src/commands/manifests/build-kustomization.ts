import {isAbsolute, resolve} from 'node:path'
import type {Interfaces} from '@oclif/core'
import {FluxError} from '../../lib/errors/flux-error.js'
import {LOST_FOLDER} from '../../lib/errors/lost-folder.js'
import {BaseCommand, type Session} from '../base.js'
import {BUILD_FLAGS, buildOptions, buildTimeout} from '../flags/build-flags.js'
import {boolFlag} from '../flags/flag-types.js'
import {tellWarnings} from './kustomize-warnings.js'

export class BuildKustomization extends BaseCommand {
  static override summary = 'Build a Kustomization as its controller does'
  static override usage = 'build kustomization NAME --path FOLDER [flags]'
  static override aliases = ['build:ks']
  static override examples = [
    'flux build kustomization apps --path ./apps',
    'flux build ks apps --path ./apps --dry-run --kustomization-file ./clusters/apps.yaml --substitute-from ./vars.yaml',
  ]
  static override flags = {
    ...BUILD_FLAGS,
    'dry-run': boolFlag({summary: 'ask no cluster; needs --kustomization-file'}),
  }

  async execute(session: Session<Interfaces.InferredFlags<typeof BuildKustomization.flags>>): Promise<void> {
    const {flags, args, host} = session
    const {checkTyped} = await import('../../lib/actions/build/build-options.js')
    const {openBuildFiles} = await import('../../lib/wiring/build-files.js')
    const {buildKustomization} = await import('../../lib/actions/build/build-kustomization.js')
    const {renderBuild, buildNotes} = await import('../../lib/output/build.js')
    const files = host.openFiles?.() ?? openBuildFiles(host)
    const {cwd, signal, out} = host
    const onWarning = tellWarnings(out, flags.verbose === true)
    const guard = {blocking: host.blocking, timeoutMs: buildTimeout(flags)}
    try {
      const typed = {name: args[0], path: flags.path, kustomizationFile: flags['kustomization-file'] || undefined}
      const checked = await checkTyped({...files, cwd}, typed, {exitCode: 1, shown: (path) => absolute(cwd, path)})
      if (flags['dry-run'] && !typed.kustomizationFile) throw new FluxError('usage', 'dry-run mode requires a kustomization file')
      const cluster = flags['dry-run'] ? {signal} : (await session.cluster(guard)).ctx
      const built = await buildKustomization(
        {...cluster, fs: files.fs, cwd, remote: files, ...guard, onWarning, version: `v${host.pjson.fluxVersion}`},
        await buildOptions(session, checked),
      )
      out.note(buildNotes(built))
      await out.data(renderBuild(built.objects))
    } finally {
      files.close()
    }
  }
}

function absolute(cwd: string, path: string): string {
  const lost = cwd === LOST_FOLDER && !isAbsolute(path)
  if (lost) throw new FluxError('no-path', 'failed to resolve absolute path: getwd: no such file or directory')
  return resolve(cwd, path)
}
