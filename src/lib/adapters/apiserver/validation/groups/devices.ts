import type {Go} from '../../../../schema/builtin/go.gen.js'

type Asked = {allocationMode?: string; count?: number; tolerations?: {operator?: string}[] | null}

function requestDefaults(asked: Asked | undefined): void {
  if (!asked) return
  asked.allocationMode ||= 'ExactCount'
  if (asked.allocationMode === 'ExactCount') asked.count ||= 1
  for (const toleration of asked.tolerations ?? []) toleration.operator ||= 'Equal'
}

/** Defaults of what a claim asks devices for. */
export function resourceClaimDefaults({spec}: {readonly spec: Go['ResourceClaimSpec']}): void {
  for (const request of spec.devices?.requests ?? []) {
    requestDefaults(request.exactly as Asked | undefined)
    for (const choice of request.firstAvailable ?? []) requestDefaults(choice as Asked)
  }
}
