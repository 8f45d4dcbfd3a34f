import {based, type Case, OBJECTS, overlay, WORKLOADS} from './case.js'

const ALL = Object.values(OBJECTS)

const CHANGES: Readonly<Record<string, string>> = {
  prefix: 'namePrefix: pre-\n',
  suffix: 'nameSuffix: -suf\n',
  namespace: 'namespace: prod\n',
  all: 'namePrefix: pre-\nnameSuffix: -suf\nnamespace: prod\n',
}

/** Names, namespaces and the references to them: every kind against every change. */
export function cases(): Case[] {
  const list: Case[] = []
  for (const [kind, text] of Object.entries(WORKLOADS)) {
    for (const [change, fields] of Object.entries(CHANGES)) list.push(overlay(`${kind} ${change}`, [text, ...ALL], fields))
    list.push(
      overlay(
        `${kind} hash`,
        [text],
        'configMapGenerator:\n- name: cm\n  literals: [k=v]\nsecretGenerator:\n- name: sec\n  literals: [k=v]\n',
      ),
    )
  }
  for (const [kind, text] of Object.entries(OBJECTS)) {
    for (const [change, fields] of Object.entries(CHANGES)) list.push(overlay(`${kind} ${change}`, [text], fields))
    list.push(
      based(
        `${kind} two layers`,
        [text, ...ALL.filter((other) => other !== text)],
        'namePrefix: a-\n',
        'namePrefix: b-\nnameSuffix: -c\nnamespace: top\n',
      ),
    )
  }
  return [...list, ...layered()]
}

function layered(): Case[] {
  const deployment = WORKLOADS.Deployment!
  const cm = OBJECTS.ConfigMap!
  const two = (fields: string) => ({
    'a/kustomization.yaml': 'namePrefix: a-\nresources: [r.yaml, d.yaml]\n',
    'a/r.yaml': cm,
    'a/d.yaml': deployment,
    'b/kustomization.yaml': 'namePrefix: b-\nresources: [r.yaml, d.yaml]\n',
    'b/r.yaml': cm,
    'b/d.yaml': deployment,
    'kustomization.yaml': `resources: [a, b]\n${fields}`,
  })
  const bind = (namespace: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: rb\n  namespace: ${namespace}\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: crole\nsubjects:\n- kind: ServiceAccount\n  name: sa\n  namespace: other\n`
  const inOther = OBJECTS.ServiceAccount!.replace('name: sa\n', 'name: sa\n  namespace: other\n')
  return [
    {name: 'same names under two prefixes', files: two(''), path: ''},
    {name: 'same names under two prefixes and one more', files: two('namePrefix: top-\nnamespace: ns\n'), path: ''},
    overlay('binding to an account elsewhere', [bind('here'), inOther, OBJECTS.ClusterRole!], 'namePrefix: p-\n'),
    overlay(
      'binding to an account elsewhere, one namespace',
      [bind('here'), inOther, OBJECTS.ClusterRole!],
      'namePrefix: p-\nnamespace: one\n',
    ),
    overlay('namespace conflict', [cm, cm.replace('name: cm\n', 'name: cm\n  namespace: b\n')], 'namespace: one\n'),
    overlay('number as prefix', [cm], 'namePrefix: "1"\n'),
    overlay('quoted name', [cm.replace('name: cm', 'name: "cm"')], 'namePrefix: "1"\n'),
    overlay('name that becomes a number', [cm.replace('name: cm', 'name: e3')], 'namePrefix: "1"\n'),
    overlay('namespace default', [cm, deployment], 'namespace: default\n'),
    overlay('existing namespace', [cm.replace('name: cm\n', 'name: cm\n  namespace: "old"\n')], 'namespace: 1\n'),
    overlay('namespace as text number', [cm], 'namespace: "123"\n'),
    based(
      'generated in the base',
      [deployment],
      'configMapGenerator:\n- name: cm\n  literals: [k=v]\n',
      'namePrefix: p-\nconfigMapGenerator:\n- name: cm\n  behavior: merge\n  literals: [x=y]\n',
    ),
  ]
}
