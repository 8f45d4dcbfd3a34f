import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Case} from './case.js'

const folder = join(process.cwd(), 'scripts/helm-cases/wild')

/** Every flag of `helm template` that changes what is printed, for the charts that make most of values. */
const FLAGS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ferry: [
    [
      '--set-json',
      'crews.helmsman.hands.captain.says=["{{ .Chart.Version }}",1e3,null],routes=[]',
      '--set-string',
      'crews.helmsman.seats=007',
    ],
    ['--set-file', 'notices.board.readme=chart/charts/hull/values.yaml', '--set', 'routes[4]=late,holds.ice=null'],
    ['--set-literal', 'notices.board.text={{ .Release.Name }},a=b \\ c', '-n', 'isles'],
    ['-f', 'chart/ci/doors.yaml', '-f', 'chart/ci/odd-hands.yaml', '-f', 'chart/ci/nulls.yaml'],
  ],
  weather: [
    ['--set', 'climate=arctic,seasons.winter=true,base.climate=tropic', '--kube-version', 'v1.30.4-gke.100+x'],
    ['--set-json', 'sensors={"wind":null,"sun":{"every":1.0}},global={"climate":"arctic"}', '--is-upgrade', '-n', 'north'],
    ['-s', 'templates/report.yaml', '--set', 'touched=before,station.roof=true'],
    ['--set-literal', 'climate=../climates/arctic'],
  ],
  orchard: [
    [
      '--set-json',
      'toTomlOf={"a":[{"b":1.0},{"b":{"c":[]}}],"d":12345678901234567890,"e":"\\u00e9"}',
      '-s',
      'templates/formats.yaml',
    ],
    ['--set-file', 'title=chart/files/notes.txt', '--set-string', 'picking.big=1,picking.share=true'],
    ['--set', 'toTomlOf.list[2].x=1,toTomlOf.k\\.dot=a'],
    ['--show-only', 'templates/files.yaml', '--set', 'show=files/plan.json'],
  ],
  museum: [
    ['--set', 'tags.annex=true,east.open=true,alarm.armed=false'],
    ['--set-json', 'global={"city":"Turku","doors":{"back":null}},west={"lamp":{"watts":null}}'],
    ['-s', 'charts/east/templates/hall.yaml', '-s', 'charts/west/charts/lamp/templates/lamp.yaml'],
    ['-s', 'charts/*/templates/*.yaml'],
    ['-f', 'chart/ci/annex.yaml', '-f', 'chart/ci/east-shut.yaml', '--set', 'west=null'],
  ],
  bakery: [
    ['--set-json', 'stickers={"a":"1","b":"{{ .Release.Name }}"},oven.cool={"own":null,"by":[1.50]}'],
    ['--set-file', 'beside=chart/ci/text.yaml', '-f', 'chart/ci/own.yaml'],
    ['--set-literal', 'till.secret={{ .Release.Name }},"x" \\ y', '--is-upgrade'],
    ['--show-only', 'templates/till.yaml', '--show-only', 'templates/door.yaml', '--set', 'door.sort=NodePort,door.out=1e3'],
    ['--set', 'more[0].kind=A,more[0].v=1.50,more[2]=kind: B,flour.sacks={a,b,a}'],
  ],
  lighthouse: [
    ['--set', 'lamp.group.runs=true,keeper.count=7,keeper.spare=null', '--kube-version', '1.20.9'],
    ['--set-string', 'lamp.play.runs=true,rooms.store.runs=true', '-a', 'policy/v1beta1'],
    ['--set-json', 'horn.near=["a",{"b":null}],keeper.notes={"n":1.0}'],
    ['-s', 'templates/lamp.yaml', '--set', 'where=sea'],
  ],
  beekeeper: [
    ['-s', 'templates/renew.yaml', '--skip-tests'],
    ['-s', 'templates/renew.yaml', '--no-hooks'],
    ['--skip-tests', '-f', 'chart/ci/full.yaml'],
    ['--is-upgrade', '--set', 'renew.weight=1e1,renew.after={hook-failed}'],
    ['--set-json', 'hives=[{"place":"p","honey":{"n":1.50}}]', '--set', 'hives[1].place=q,hives[1].queen=maybe'],
  ],
  observatory: [
    ['--include-crds', '--no-hooks', '-a', 'sky.example.org/v1,sky.example.org/v1/Night', '--set', 'sky.skip.Nova=true'],
    ['--kube-version', '1.24', '--include-crds', '--skip-tests'],
    ['--kube-version', 'v1.22.17-eks-1', '-a', 'policy/v1beta1', '--set', 'extra=null'],
    ['--include-crds', '-s', 'crds/stars.yaml'],
  ],
  cinema: [
    ['-a', 'cinema.example.org/v1'],
    ['-a', 'cinema.example.org/v2/Screen', '-a', 'autoscaling/v3/HorizontalPodAutoscaler', '--is-upgrade'],
    ['--kube-version', '1.26.3'],
    ['--kube-version', 'v1.29.3-rc.1+build.5', '-n', 'cinema'],
    ['--kube-version', '1.28'],
  ],
  garden: [
    ['--skip-tests'],
    ['-s', 'templates/tests/look.yaml', '-s', 'charts/pond/templates/tests/fish.yaml'],
    ['-s', 'templates/text.txt'],
    ['-s', 'templates/none.yaml'],
    ['--set', 'drafts=true', '-s', 'templates/draft-kept.yaml', '-s', 'templates/json.json'],
  ],
  shipyard: [
    ['--set', 'kinds={Pod,,Secret},hooks.sink.when=pre-install'],
    ['--skip-tests', '--set', 'kinds=null,hooks.paint.weight=-10'],
    [
      '--set-json',
      'more=[{"kind":"A","apiVersion":"v1","metadata":{"name":"{{ .Release.Namespace }}","n":1e21}},"kind: B"],kinds=["Job"]',
    ],
  ],
  circus: [
    ['--set', 'tents.all=true,small.up=no,tags.noise=false'],
    ['--set-json', 'tent={"lion":{"teeth":null,"roar":{"loud":null}}},global={"people":null}'],
    ['-s', 'charts/small/charts/lion/templates/lion.yaml', '-n', 'ring'],
  ],
  quarry: [
    ['--set-literal', 'run={{ .Values.text | trim }},{{ len .Values.crew }}', '--set-file', 'text=chart/ci/run-nil.yaml'],
    ['--set', 'run={{ printf "%s" .Values.shift }},crew[0].tools={a\\,b,c}'],
  ],
}

/** Charts of our own that use what public ones use, as densely, each with its own values and with those of its `ci/`. */
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
    ...(FLAGS[chart] ?? []).map((args) => one(args.join(' '), ...args)),
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
