{{- define "jenkins.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "jenkins.fullname" -}}{{ .Release.Name }}-{{ include "jenkins.name" . }}{{- end -}}
{{- define "jenkins.label" -}}{{- printf "%s-%s" .Chart.Name .Chart.Version -}}{{- end -}}
{{- define "controller.image" -}}
{{- printf "%s/%s:%s" .Values.controller.image.registry .Values.controller.image.repository (default (printf "%s-%s" .Chart.AppVersion .Values.controller.image.tagLabel) .Values.controller.image.tag) -}}
{{- end -}}
{{- define "jenkins.agent.namespace" -}}{{ .Values.agent.namespace | default .Release.Namespace }}{{- end -}}
{{- define "jenkins.xmlEnabled" -}}{{ if ne .Values.controller.admin.username "" }}true{{ end }}{{- end -}}
{{/*
Returns the Jenkins URL
*/}}
{{- define "jenkins.url" -}}
{{- if .Values.controller.jenkinsUrl }}
  {{- .Values.controller.jenkinsUrl }}
{{- else }}
  {{- if .Values.controller.ingress.hostName }}
    {{- if .Values.controller.ingress.tls }}
      {{- default "https" .Values.controller.jenkinsUrlProtocol }}://{{ tpl .Values.controller.ingress.hostName $ }}{{ default "" .Values.controller.jenkinsUriPrefix }}
    {{- else }}
      {{- default "http" .Values.controller.jenkinsUrlProtocol }}://{{ tpl .Values.controller.ingress.hostName $ }}{{ default "" .Values.controller.jenkinsUriPrefix }}
    {{- end }}
  {{- else }}
      {{- default "http" .Values.controller.jenkinsUrlProtocol }}://{{ template "jenkins.fullname" . }}:{{.Values.controller.servicePort}}{{ default "" .Values.controller.jenkinsUriPrefix }}
  {{- end}}
{{- end}}
{{- end -}}
{{- define "jenkins.casc.defaults" -}}
jenkins:
  {{- $configScripts := toYaml .Values.controller.JCasC.configScripts }}
  {{- if and (.Values.controller.JCasC.authorizationStrategy) (not (contains "authorizationStrategy:" $configScripts)) }}
  authorizationStrategy:
    {{- tpl .Values.controller.JCasC.authorizationStrategy . | nindent 4 }}
  {{- end }}
  {{- if and (.Values.controller.JCasC.securityRealm) (not (contains "securityRealm:" $configScripts)) }}
  securityRealm:
    {{- tpl .Values.controller.JCasC.securityRealm . | nindent 4 }}
  {{- end }}
  disableRememberMe: {{ .Values.controller.disableRememberMe | default false }}
  {{- if .Values.controller.legacyRemotingSecurityEnabled }}
  remotingSecurity:
    enabled: true
  {{- end }}
  mode: {{ .Values.controller.executorMode | default "NORMAL" }}
  numExecutors: {{ .Values.controller.numExecutors }}
  {{- if not (kindIs "invalid" .Values.controller.customJenkinsLabels) }}
  labelString: "{{ join " " .Values.controller.customJenkinsLabels }}"
  {{- end }}
  {{- if .Values.controller.projectNamingStrategy }}
  {{- if kindIs "string" .Values.controller.projectNamingStrategy }}
  projectNamingStrategy: "{{ .Values.controller.projectNamingStrategy }}"
  {{- else }}
  projectNamingStrategy:
    {{- toYaml .Values.controller.projectNamingStrategy | nindent 4 }}
  {{- end }}
  {{- end }}
  markupFormatter:
    {{- if .Values.controller.enableRawHtmlMarkupFormatter }}
    rawHtml:
      disableSyntaxHighlighting: true
    {{- else }}
    {{- toYaml .Values.controller.markupFormatter | nindent 4 }}
    {{- end }}
  clouds:
  - kubernetes:
      containerCapStr: "{{ .Values.agent.containerCap }}"
      {{- if .Values.agent.garbageCollection }}
      garbageCollection: {{ toJson .Values.agent.garbageCollection }}
      {{- end }}
      connectTimeout: "{{ .Values.agent.connectTimeout }}"
      {{- with .Values.agent.annotations }}
      podLabels:
      {{- range $key, $val := . }}
      - key: {{ $key | quote }}
        value: {{ $val | quote }}
      {{- end }}
      {{- end }}
      name: "{{ .Values.controller.cloudName | default "kubernetes" }}"
      serverUrl: "{{ .Values.kubernetesURL }}"
      {{- if .Values.agent.enabled }}
      jenkinsUrl: "{{ include "jenkins.url" . }}"
      {{- if not .Values.agent.websocket }}
      jenkinsTunnel: "{{ template "jenkins.fullname" . }}-agent.{{ .Release.Namespace }}:50000"
      {{- else }}
      webSocket: true
      {{- end }}
      templates:
      {{- if not .Values.agent.disableDefaultAgent }}
      {{- include "jenkins.casc.podTemplate" . | nindent 8 }}
      {{- end }}
      {{- if .Values.additionalAgents }}
        {{- /* save .Values.agent */}}
        {{- $agent := .Values.agent }}
        {{- range $name, $additionalAgent := .Values.additionalAgents }}
          {{- $additionalContainersEmpty := and (hasKey $additionalAgent "additionalContainers") (empty $additionalAgent.additionalContainers)  }}
          {{- /* merge original .Values.agent into additional agent to ensure it at least has the default values */}}
          {{- $additionalAgent := merge $additionalAgent $agent }}
          {{- /* clear list of additional containers in case it is configured empty for this agent (merge might have overwritten that) */}}
          {{- if $additionalContainersEmpty }}
          {{- $_ := set $additionalAgent "additionalContainers" list }}
          {{- end }}
          {{- /* set .Values.agent to $additionalAgent */}}
          {{- $_ := set $.Values "agent" $additionalAgent }}
          {{- include "jenkins.casc.podTemplate" $ | nindent 8 }}
        {{- end }}
        {{- /* restore .Values.agent */}}
        {{- $_ := set .Values "agent" $agent }}
      {{- end }}
      {{- if .Values.agent.podTemplates }}
        {{- range $key, $val := .Values.agent.podTemplates }}
          {{- tpl $val $ | nindent 8 }}
        {{- end }}
      {{- end }}
      {{- end }}
  {{- if .Values.controller.csrf.defaultCrumbIssuer.enabled }}
  crumbIssuer:
    standard:
      excludeClientIPFromCrumb: {{ if .Values.controller.csrf.defaultCrumbIssuer.proxyCompatability }}true{{ else }}false{{- end }}
  {{- end }}
{{- include "jenkins.casc.security" . }}
unclassified:
  location:
    url: {{ include "jenkins.url" . }}
{{- end -}}
{{- define "jenkins.casc.security" }}
security:
{{- with .Values.controller.JCasC }}
{{- if .security }}
  {{- .security | toYaml | nindent 2 }}
{{- end }}
{{- end }}
{{- if .Values.controller.scriptApproval }}
  scriptApproval:
    approvedSignatures:
{{- range $key, $val := .Values.controller.scriptApproval }}
    - "{{ $val }}"
{{- end }}
{{- end }}
{{- end }}
{{- define "jenkins.casc.podTemplate" -}}
- name: "{{ .Values.agent.podName }}"
  namespace: "{{ template "jenkins.agent.namespace" . }}"
{{- if .Values.agent.annotations }}
  annotations:
  {{- range $key, $value := .Values.agent.annotations }}
  - key: {{ $key }}
    value: {{ $value | quote }}
  {{- end }}
{{- end }}
  id: {{ sha256sum (toYaml .Values.agent) }}
  containers:
  - name: "{{ .Values.agent.sideContainerName }}"
    alwaysPullImage: {{ .Values.agent.alwaysPullImage }}
    args: "{{ .Values.agent.args | replace "$" "^$" }}"
    {{- with .Values.agent.livenessProbe }}
    livenessProbe:
    {{- toYaml . | nindent 6 }}
    {{- end }}
    command: {{ .Values.agent.command }}
    envVars:
      - envVar:
        {{- if .Values.agent.directConnection }}
          key: "JENKINS_DIRECT_CONNECTION"
          {{- else }}
          key: "JENKINS_URL"
          value: {{ tpl (default (include "jenkins.url" .) .Values.agent.jenkinsUrl) . | quote }}
        {{- end }}
    image: "{{ .Values.agent.image.repository }}:{{ .Values.agent.image.tag }}"
    resourceLimitCpu: {{.Values.agent.resources.limits.cpu}}
    {{- with .Values.agent.resources.limits.ephemeralStorage }}
    resourceLimitEphemeralStorage: {{ . }}
    {{- end }}
    ttyEnabled: {{ .Values.agent.TTYEnabled | default false }}
    workingDir: {{ .Values.agent.workingDir }}
{{- range $additionalContainers := .Values.agent.additionalContainers }}
  - name: "{{ $additionalContainers.sideContainerName }}"
    alwaysPullImage: {{ $additionalContainers.alwaysPullImage | default $.Values.agent.alwaysPullImage }}
    args: "{{ $additionalContainers.args | replace "$" "^$" }}"
    image: "{{ $additionalContainers.image.repository }}:{{ $additionalContainers.image.tag }}"
    resourceLimitCpu: {{ if $additionalContainers.resources }}{{ $additionalContainers.resources.limits.cpu }}{{ else }}{{ $.Values.agent.resources.limits.cpu }}{{ end }}
{{- end }}
{{- if or .Values.agent.envVars .Values.agent.secretEnvVars }}
  envVars:
  {{- range $index, $var := .Values.agent.envVars }}
    - envVar:
        key: {{ $var.name }}
        value: {{ tpl $var.value $ }}
  {{- end }}
{{- end }}
  idleMinutes: {{ .Values.agent.idleMinutes }}
  instanceCap: 2147483647
  label: "{{ .Release.Name }}-{{ .Values.controller.componentName }} {{ .Values.agent.customJenkinsLabels  | join " " }}"
  {{- if .Values.agent.nodeSelector }}
  nodeSelector: {{- $local := dict "first" true }}{{- range $key, $value := .Values.agent.nodeSelector }}{{- if $local.first }} {{ else }},{{ end }}{{- $key }}={{ tpl $value $ }}{{- $_ := set $local "first" false }}{{- end }}
  {{- end }}
  slaveConnectTimeout: {{ .Values.agent.connectTimeout }}
  slaveConnectTimeoutStr: "{{ .Values.agent.connectTimeout }}"
{{- if .Values.agent.yamlTemplate }}
  yaml: |-
    {{- tpl (trim .Values.agent.yamlTemplate) . | nindent 4 }}
{{- end }}
  yamlMergeStrategy: {{ .Values.agent.yamlMergeStrategy }}
{{- end -}}
{{- define "redis-config" -}}
    dir "/data"
    port {{ .Values.redisHa.redis.port }}
    {{- range $key, $value := .Values.redisHa.redis.config }}
    {{- if kindIs "slice" $value }}
        {{- range $value }}
    {{ $key }} {{ . }}
        {{- end }}
    {{- else }}
    {{ $key }} {{ $value }}
    {{- end }}
    {{- end }}
    {{- range .Values.redisHa.redis.disableCommands }}
    rename-command {{ . }} ""
    {{- end }}
{{- if .Values.redisHa.auth }}
    requirepass replace-default-auth
{{- end }}
{{- end }}
{{- define "haproxy.cfg" }}
defaults REDIS
  mode tcp
  timeout connect {{ .Values.redisHa.haproxy.timeout.connect }}
    {{- $fullName := include "jenkins.fullname" . }}
    {{- $replicas := int (toString .Values.redisHa.replicas) }}
    {{- $masterGroupName := .Values.redisHa.redis.masterGroupName }}
    {{- range $i := until $replicas }}
# Check Sentinel and whether they are nominated master
backend check_if_redis_is_master_{{ $i }}
  mode tcp
  option tcp-check
  tcp-check connect
  tcp-check send SENTINEL\ get-master-addr-by-name\ {{ $masterGroupName }}\r\n
  tcp-check expect string REPLACE_ANNOUNCE{{ $i }}
  server R{{ $i }} {{ $fullName }}-announce-{{ $i }}:26379 check inter {{ $.Values.redisHa.haproxy.checkInterval }}
    {{- end }}
backend bk_redis_master
  {{- range $i := until $replicas }}
  use-server R{{ $i }} if { srv_is_up(R{{ $i }}) } { nbsrv(check_if_redis_is_master_{{ $i }}) ge {{ $.Values.redisHa.sentinel.quorum }} }
  server R{{ $i }} {{ $fullName }}-announce-{{ $i }}:{{ $.Values.redisHa.redis.port }} check
  {{- end }}
{{- end }}
