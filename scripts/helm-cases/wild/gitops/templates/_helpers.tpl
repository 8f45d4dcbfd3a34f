{{- define "gitops.fullname" -}}
{{- if .Values.fullnameOverride -}}{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 63 | trimSuffix "-" -}}{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- define "gitops.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .context.Chart.Name .context.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "gitops.selectorLabels" (dict "context" .context "component" .component "name" .name) }}
app.kubernetes.io/part-of: gitops
app.kubernetes.io/version: {{ default .context.Chart.AppVersion (dig "image" "tag" "" (.context.Values.global | merge (dict))) | quote }}
{{- with .context.Values.global.additionalLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- define "gitops.selectorLabels" -}}
{{- if .name -}}
app.kubernetes.io/name: {{ .context.Chart.Name }}-{{ .name }}
{{ end -}}
app.kubernetes.io/instance: {{ .context.Release.Name }}
{{- if .component }}
app.kubernetes.io/component: {{ .component }}
{{- end }}
{{- end }}
{{/* affinity of a component, or the preset */}}
{{- define "gitops.affinity" -}}
{{- with .component.affinity -}}
  {{- toYaml . -}}
{{- else -}}
{{- $preset := .context.Values.global.affinity -}}
{{- if (eq $preset.podAntiAffinity "soft") }}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 100
    podAffinityTerm:
      labelSelector:
        matchLabels:
          app.kubernetes.io/name: {{ .component.name }}
      topologyKey: kubernetes.io/hostname
{{- else if (eq $preset.podAntiAffinity "hard") }}
podAntiAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
  - topologyKey: kubernetes.io/hostname
{{- end }}
{{- with $preset.nodeAffinity.matchExpressions }}
nodeAffinity:
  {{- if (eq $preset.nodeAffinity.type "soft") }}
  preferredDuringSchedulingIgnoredDuringExecution:
  - weight: 1
    preference: {matchExpressions: {{ toJson . }}}
  {{- else }}
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
    - matchExpressions: {{- toYaml . | nindent 6 }}
  {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
{{/* settings: presets under what the user says */}}
{{- define "gitops.config.cm.presets" -}}
{{- if .Values.global.domain -}}
url: "https://{{ .Values.global.domain }}"
{{- end }}
{{- if index .Values.configs.cm "statusbadge.enabled" | eq true }}
statusbadge.url: "https://{{ .Values.global.domain }}/"
{{- end }}
{{- end -}}
{{- define "gitops.config.cm" -}}
{{- $config := (mergeOverwrite (include "gitops.config.cm.presets" $ | fromYaml) (omit .Values.configs.cm "create" "annotations")) -}}
{{- range $key, $value := $config }}
{{- $fmted := $value | toString }}
{{- if not (eq $fmted "") }}
{{ $key }}: {{ $fmted | toYaml }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "gitops.config.params" -}}
{{- $presets := printf "repo.server: %s-repo:%s\nserver.log.level: %s" (include "gitops.fullname" .) (8081 | toString) .Values.global.logging.level | fromYaml -}}
{{- $config := mergeOverwrite $presets (deepCopy .Values.configs.params) -}}
{{- range $key, $value := $config }}
{{ $key }}: {{ toString $value | toYaml }}
{{- end }}
{{- end -}}
{{- define "gitops.redis" -}}
{{- $redisHa := (index .Values "redis-ha") -}}
{{- if and $redisHa.enabled $redisHa.haproxy.enabled -}}
    {{- printf "%s-redis-ha-haproxy:%d" .Release.Name 6379 -}}
{{- else if and (not .Values.redis.enabled) .Values.externalRedis.host -}}
    {{- printf "%s:%d" .Values.externalRedis.host (int .Values.externalRedis.port) -}}
{{- else -}}
    {{- printf "%s-redis:%d" (include "gitops.fullname" .) 6379 -}}
{{- end -}}
{{- end -}}
