import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Case} from './case.js'

const folder = join(process.cwd(), 'scripts/helm-cases/wild')

/** Charts written as public ones are, each with its own values and with those of its `ci/`. */
export const cases: readonly Case[] = readdirSync(folder).flatMap((chart) => {
  const files = filesIn(join(folder, chart), 'chart')
  const one = (name: string, ...args: string[]): Case => ({name: `${chart}: ${name}`, files, args})
  return [
    one('as it is'),
    one(
      'another cluster',
      '--include-crds',
      '-n',
      'other',
      '--kube-version',
      'v1.21.5',
      '--api-versions',
      'monitoring.coreos.com/v1',
    ),
    one('upgrade without hooks', '--is-upgrade', '--no-hooks', '--set', 'a=1,b.c={x,y}'),
    ...Object.keys(files)
      .filter((path) => path.startsWith('chart/ci/'))
      .map((path) => one(path.slice('chart/ci/'.length), '-f', path)),
  ]
})

function filesIn(path: string, name: string): Record<string, string> {
  if (!statSync(path).isDirectory()) return {[name]: readFileSync(path, 'utf8')}
  return Object.assign(
    {},
    ...readdirSync(path)
      .sort()
      .map((entry) => filesIn(join(path, entry), `${name}/${entry}`)),
  )
}
