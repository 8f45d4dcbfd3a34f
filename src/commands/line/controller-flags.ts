/** Flags of the controllers, which no command of ours takes. */
const CONTROLLER_FLAG =
  /^(kustomize|helm|source|notification|image)-(concurrency|concurrent)$|^(concurrent|requeue-dependency|feature-gates|no-cross-namespace-refs|no-remote-bases)$/

/** How a flag of a controller is set, for somebody who gives it to a command. */
export function foreignFlagHints(flag: string): string[] | undefined {
  if (!CONTROLLER_FLAG.test(flag)) return undefined
  const name = flag.replace(/^(kustomize|helm|source|notification|image)-concurren(cy|t)$/, 'concurrent')
  const controller = /^(kustomize|helm|source|notification|image)-/.exec(flag)?.[1] ?? 'kustomize'
  return [
    `--${name} is a flag of ${controller}-controller: add it in flux-system/kustomization.yaml, which bootstrap leaves alone:`,
    'patches: [{target: {kind: Deployment, name: ' +
      `${controller}-controller}, patch: '- {op: add, path: /spec/template/spec/containers/0/args/-, value: --${name}=VALUE}'}]`,
    'flux run takes --concurrent, --no-cross-namespace-refs and --no-remote-bases itself',
  ]
}
