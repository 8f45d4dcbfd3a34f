import {describe, expect, it} from 'vitest'
import {violations} from '../../../../../../src/lib/adapters/apiserver/admission/pod-security/pod-security-violations.js'
import type {JsonObject} from '../../../../../../src/lib/formats/json/value.js'

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/'
const container = (name: string, securityContext: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  name,
  image: 'i',
  securityContext,
  ...more,
})
const pod = (spec: JsonObject, annotations: JsonObject = {}): JsonObject => ({metadata: {name: 'p', annotations}, spec})
const unconfined = {appArmorProfile: {type: 'Unconfined'}}
const http = (host: string) => ({httpGet: {host, port: 80}})

// texts as a kube-apiserver 1.36 answered to the same pods
describe('violations of baseline', () => {
  it.each([
    [
      pod({
        securityContext: {seLinuxOptions: {type: 'bad', user: 'u', role: 'r'}},
        containers: [
          container('c', {seLinuxOptions: {type: 'x'}}),
          container('d', {seLinuxOptions: {type: 'y', user: 'z'}}),
          container('e', {seLinuxOptions: {type: 'container_t', level: 's0'}}),
        ],
      }),
      'seLinuxOptions (pod and containers "c", "d" set forbidden securityContext.seLinuxOptions: types "bad", "x", "y"; user may not be set; role may not be set)',
    ],
    [
      pod({securityContext: {seLinuxOptions: {user: 'u'}}, containers: [container('c')]}),
      'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: user may not be set)',
    ],
    [
      pod({containers: [container('c', unconfined)]}),
      'forbidden AppArmor profile (container "c" must not set AppArmor profile type to "Unconfined")',
    ],
    [
      pod({securityContext: unconfined, containers: [container('c', unconfined), container('d', unconfined)]}),
      'forbidden AppArmor profile (pod and containers "c", "d" must not set AppArmor profile type to "Unconfined")',
    ],
    [
      pod(
        {securityContext: unconfined, containers: [container('c'), container('d'), container('e')]},
        {[`${APPARMOR}c`]: 'unconfined', [`${APPARMOR}d`]: 'runtime/default', [`${APPARMOR}e`]: 'unconfined'},
      ),
      `forbidden AppArmor profiles (pod and annotations must not set AppArmor profile type to "Unconfined", "${APPARMOR}c="unconfined"", "${APPARMOR}e="unconfined"")`,
    ],
    [
      pod({
        initContainers: [container('z', {}, {startupProbe: {tcpSocket: {host: 'a.b', port: 1}}})],
        containers: [
          container('c', {}, {livenessProbe: http('127.0.0.1'), lifecycle: {preStop: http('localhost')}}),
          container('d', {}, {readinessProbe: http('::1')}),
        ],
      }),
      'probe or lifecycle host (containers "c", "d", "z" use probe or lifecycle hosts "127.0.0.1", "::1", "a.b", "localhost")',
    ],
    [
      pod({
        hostNetwork: true,
        securityContext: {
          ...unconfined,
          seLinuxOptions: {type: 'bad'},
          sysctls: [{name: 'a.b', value: '1'}],
          seccompProfile: {type: 'Unconfined'},
        },
        volumes: [{name: 'v', hostPath: {path: '/a'}}],
        containers: [
          container(
            'c',
            {privileged: true, capabilities: {add: ['NET_ADMIN']}},
            {ports: [{containerPort: 1, hostPort: 1}], livenessProbe: http('1.2.3.4')},
          ),
        ],
      }),
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined"), non-default capabilities (container "c" must not include "NET_ADMIN" in securityContext.capabilities.add), host namespaces (hostNetwork=true), hostPath volumes (volume "v"), hostPort (container "c" uses hostPort 1), probe or lifecycle host (container "c" uses probe or lifecycle host "1.2.3.4"), privileged (container "c" must not set securityContext.privileged=true), seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "bad"), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined"), forbidden sysctls (a.b)',
    ],
    [pod({containers: [container('c', {appArmorProfile: {type: 'RuntimeDefault'}})]}, {[`${APPARMOR}c`]: 'localhost/x'}), ''],
  ])('%#', (object, text) => {
    expect(violations('baseline', object)).toBe(text)
  })

  it('restricted names them before its own', () => {
    const bad = container(
      'c',
      {...unconfined, seLinuxOptions: {type: 'x'}},
      {livenessProbe: {httpGet: {host: '1.2.3.4', port: 80}}},
    )
    expect(violations('restricted', pod({containers: [bad]}))).toBe(
      'forbidden AppArmor profile (container "c" must not set AppArmor profile type to "Unconfined"), probe or lifecycle host (container "c" uses probe or lifecycle host "1.2.3.4"), seLinuxOptions (container "c" set forbidden securityContext.seLinuxOptions: type "x"), allowPrivilegeEscalation != false (container "c" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "c" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "c" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
    )
    expect(violations('privileged', pod({containers: [bad]}))).toBe('')
  })
})
