import {existsSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {load} from 'js-yaml'
import {describe, expect, it} from 'vitest'
import {CONTROLLER_COMMANDS} from '../../src/commands/controller/controllers.js'
import {containersOf} from '../../src/lib/actions/install/images.js'
import {createDiskFs} from '../../src/lib/adapters/system/disk-fs.js'
import {systemRandom} from '../../src/lib/adapters/system/random.js'
import {createTasks} from '../../src/lib/adapters/system/tasks.js'
import {buildManifests} from '../../src/lib/install/build-manifests.js'
import {DEFAULT_COMPONENTS, EXTRA_COMPONENTS, NATIVE_COMPONENTS} from '../../src/lib/install/components.js'
import {ownBase} from '../../src/lib/install/manifest-base.js'

const root = resolve(import.meta.dirname, '../..')
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
const stages = dockerfile.split(/^FROM /m).slice(1)
const images = stages.filter((stage) => /^base AS /.test(stage))

interface Job {
  readonly needs: string
  readonly steps: readonly {readonly run?: string}[]
}
const release = load(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: {package: Job; images: Job & {strategy: {matrix: {controller: string[]}}}}
}

/** Controllers that reconcile something here. */
const available = Object.entries(CONTROLLER_COMMANDS)
  .filter(([id, {summary}]) => id.includes(':') && !summary?.startsWith('Not available'))
  .map(([id]) => id.split(':')[1]!)

const INSTALLATION = {
  ...{namespace: 'flux-system', version: 'v2.9.5', registry: '', imagePullSecret: '', clusterDomain: 'cluster.local'},
  ...{watchAllNamespaces: true, networkPolicy: true, logLevel: 'info', tolerationKeys: []},
}

describe('images', () => {
  it('are one target per controller that runs it', () => {
    const targets = images.map((stage) => /^base AS (\S+)/.exec(stage)![1]!)
    expect(targets).toEqual(available)
    for (const [index, stage] of images.entries()) {
      const words = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(stage)![1]!) as string[]
      expect(words.slice(2)).toEqual(['controller', targets[index]])
      expect(existsSync(join(root, words[1]!.replace('/opt/flux/node_modules/flux-toolkit/', '')))).toBe(true)
    }
  })

  it('are what an installation of our own takes', () => {
    expect(NATIVE_COMPONENTS).toEqual(available)
  })

  it('take the arguments that an installation gives them', async () => {
    const components = [...DEFAULT_COMPONENTS, ...EXTRA_COMPONENTS]
    const tree = createDiskFs(createTasks(), systemRandom).tree(join(root, 'manifests'))
    const {objects} = await buildManifests({...INSTALLATION, components}, ownBase(tree))
    for (const name of NATIVE_COMPONENTS) {
      const deployment = objects.find(({kind, metadata}) => kind === 'Deployment' && metadata.name === name)!
      const flags = containersOf(deployment).flatMap(({args}) => (args as string[]).map((arg) => /^--([^=]+)/.exec(arg)![1]!))
      expect(flags.length).toBeGreaterThan(4)
      const known = Object.keys(CONTROLLER_COMMANDS[`controller:${name}`]!.flags)
      expect(flags.filter((flag) => !known.includes(flag))).toEqual([])
    }
  })

  it('are built without emulation: no command runs on the architecture of the image', () => {
    expect(stages.find((stage) => / AS build$/m.test(stage))).toMatch(/^--platform=\$BUILDPLATFORM /)
    for (const stage of stages.filter((one) => !/ AS build$/m.test(one))) expect(stage).not.toMatch(/^RUN /m)
  })

  it('run as nobody', () => {
    expect(stages.find((stage) => / AS base$/m.test(stage))).toMatch(/^USER 65534:65534$/m)
  })

  it('have in them what a release packs: built first, since npm runs no scripts here', () => {
    const build = stages.find((stage) => / AS build$/m.test(stage))!
    const runs = [...build.matchAll(/^RUN (.*)$/gm)].map(([, line]) => line!)
    expect(runs.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'npm ci --no-audit',
      'npm run package',
      'npm install --prefix',
      'node /opt/flux/node_modules/flux-toolkit/bin/run.js --version',
    ])
    expect(build.indexOf('COPY . .')).toBeLessThan(build.indexOf('npm run package'))
    const {scripts} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {scripts: Record<string, string>}
    expect(scripts['package']).toBe('npm run --silent build:package && npm pack')
    // the check of the package packs the same
    const check = readFileSync(join(root, 'scripts/pack-check.ts'), 'utf8')
    expect(check).toContain(`['run', '--silent', 'build:package']`)
    expect(check).toContain(`run('npm', ['pack', `)
    expect(release.jobs.package.steps.map(({run}) => run)).toContain('npm run package')
  })

  it('are all built, started and signed by a release', () => {
    const {strategy, needs, steps} = release.jobs.images
    expect(strategy.matrix.controller).toEqual(available)
    expect(needs).toBe('check')
    const order = [/docker run .*--read-only .*--help/, /push: true|"push":true/, /cosign sign/].map((words) =>
      steps.findIndex((step) => words.test(JSON.stringify(step))),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
  })
})
