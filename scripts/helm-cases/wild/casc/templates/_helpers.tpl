{{- define "casc.fullname" -}}{{ printf "%s-%s" .Release.Name (.Values.nameOverride | default .Chart.Name) | trunc 63 | trimSuffix "-" }}{{- end }}
{{- define "casc.agentNs" -}}{{ if .Values.agent.namespace }}{{ tpl .Values.agent.namespace . }}{{ else }}{{ .Release.Namespace }}{{ end }}{{- end }}
{{- define "casc.url" -}}
{{- if .Values.controller.jenkinsUrl -}}{{ tpl .Values.controller.jenkinsUrl . }}
{{- else if .Values.controller.ingress.hostName -}}
{{- if .Values.controller.ingress.tls -}}{{- default "https" .Values.controller.protocol }}://{{ tpl .Values.controller.ingress.hostName $ }}{{ default "" .Values.controller.uriPrefix }}
{{- else -}}{{- default "http" .Values.controller.protocol }}://{{ tpl .Values.controller.ingress.hostName $ }}{{- end -}}
{{- else -}}http://{{ template "casc.fullname" . }}:{{ .Values.controller.servicePort | default 8080 }}{{ default "" .Values.controller.uriPrefix }}{{- end -}}
{{- end }}
{{- define "casc.retention" -}}
{{- $map := dict "always" "always" "never" "never" "onfailure" "onFailure" }}
{{- $key := lower (index . 1).podRetention }}
{{- if not (hasKey $map $key) }}{{ fail (printf "pod retention %q of %s is unknown" $key (index . 1).podName) }}{{ end }}
{{- get $map $key | quote }}
{{- end }}
{{- define "casc.podTemplate" -}}
{{- $agent := .Values.agent }}
- name: "{{ $agent.podName }}"
  namespace: "{{ template "casc.agentNs" . }}"
{{- if $agent.annotations }}
  annotations:
  {{- range $key, $value := $agent.annotations }}
  - key: {{ $key }}
    value: {{ $value | quote }}
  {{- end }}
{{- end }}
  id: {{ sha256sum (toYaml $agent) }}
  containers:
  - name: "{{ $agent.sideContainerName | default "jnlp" }}"
    image: "{{ $agent.image.repository }}:{{ $agent.image.tag }}"
    resourceRequestCpu: {{ (($agent.resources).requests).cpu }}
    resourceLimitMemory: {{ if ($agent.resources).limits }}{{ $agent.resources.limits.memory | default "none" }}{{ else }}~{{ end }}
    args: "{{ $agent.args | default "^${computer.jnlpmac}" | replace "$" "^$" }}"
  {{- range $agent.additionalContainers }}
  - name: "{{ .sideContainerName }}"
    image: "{{ .image.repository | default $agent.image.repository }}:{{ with .image.tag }}{{ . }}{{ end }}"
  {{- end }}
  idleMinutes: {{ $agent.idleMinutes }}
  podRetention: {{ include "casc.retention" (list $ $agent) }}
{{- end }}
{{- define "casc.defaults" -}}
jenkins:
  {{- $configScripts := toYaml .Values.controller.JCasC.configScripts }}
  {{- if not (contains "authorizationStrategy:" $configScripts) }}
  authorizationStrategy:
    {{- tpl .Values.controller.JCasC.authorizationStrategy . | nindent 4 }}
  {{- end }}
  {{- if not (contains "securityRealm:" $configScripts) }}
  securityRealm:
    {{- tpl .Values.controller.JCasC.securityRealm . | nindent 4 }}
  {{- end }}
  numExecutors: {{ .Values.controller.numExecutors }}
  labelString: "{{ join " " .Values.controller.customJenkinsLabels }}"
  clouds:
  - kubernetes:
      name: "kubernetes"
      jenkinsUrl: "{{ include "casc.url" . }}"
      templates:
      {{- include "casc.podTemplate" . | nindent 8 }}
    {{- if .Values.additionalAgents }}
      {{- $root := . }}
      {{- $agent := deepCopy .Values.agent }}
      {{- range $name, $additional := .Values.additionalAgents }}
        {{- $additionalContext := dict "Chart" $root.Chart "Release" $root.Release "Template" $root.Template "Values" (dict "controller" $root.Values.controller "agent" (merge (deepCopy $additional) (dict "podName" $name) $agent)) }}
        {{- include "casc.podTemplate" $additionalContext | nindent 8 }}
      {{- end }}
    {{- end }}
      {{- if .Values.agent.podTemplates }}
        {{- range $key, $val := .Values.agent.podTemplates }}
          {{- tpl $val $ | nindent 8 }}
        {{- end }}
      {{- end }}
  {{- range $name, $cloud := .Values.additionalClouds }}
  - kubernetes:
      name: {{ $name }}
      templates: {{ with (mustMergeOverwrite (dict "Values" (deepCopy $.Values)) (dict "Values" (dict "agent" ($cloud.agent | default dict))) (pick $ "Release" "Chart")) }}{{ include "casc.podTemplate" . | nindent 8 }}{{ end }}
  {{- end }}
security:
{{- with .Values.controller.JCasC }}
{{- if .security }}
{{ .security | toYaml | indent 2 }}
{{- end }}
{{- end }}
{{- end }}
