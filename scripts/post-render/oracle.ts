import {execFileSync, spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {PostRenderCase} from './case.js'
import {MODULES, PROGRAM} from './oracle-program.js'

/** What Helm prints, or how it fails. */
export type OracleAnswer = {readonly stdout: string} | {readonly fault: string}

/** The labels that every release gets in the end. */
const ORIGIN = {labels: {'helm.toolkit.fluxcd.io/name': 'app', 'helm.toolkit.fluxcd.io/namespace': 'team'}}

/** Builds the program that answers with Go, asks it, and leaves nothing of it. */
export function askHelm(cases: readonly PostRenderCase[]): OracleAnswer[] {
  const folder = mkdtempSync(join(tmpdir(), 'post-render-'))
  try {
    writeFileSync(join(folder, 'main.go'), PROGRAM)
    writeFileSync(join(folder, 'go.mod'), MODULES)
    execFileSync('go', ['build', '-mod=mod', '-o', 'oracle', '.'], {cwd: folder, stdio: ['ignore', 'ignore', 'inherit']})
    const input = JSON.stringify(cases.map(question))
    const {stdout, stderr, status} = spawnSync(join(folder, 'oracle'), {input, encoding: 'utf8', maxBuffer: 1 << 28})
    if (status !== 0) throw new Error(stderr.slice(0, 2000))
    return JSON.parse(stdout) as OracleAnswer[]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function question({files, kustomize = [], commonMetadata, strategy = 'combined'}: PostRenderCase): object {
  const kustomizations = kustomize.map((fields) => ({resources: ['all.yaml'], ...fields}))
  return {files, strategy, kustomizations, marks: [...(commonMetadata ? [commonMetadata] : []), ORIGIN]}
}
