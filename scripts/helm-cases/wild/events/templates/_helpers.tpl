{{- define "events.prefix" -}}
    {{- if .Values.prefix -}}{{ .Values.prefix }}-{{- else -}}{{- end -}}
{{- end -}}
{{- define "nginx.port" -}}{{ default "8080" .Values.nginx.containerPort }}{{- end -}}
{{- define "relay.healthCheck.readinessRequestPath" -}}{{- printf "/api/relay/healthcheck/%s/" . -}}{{- end -}}
{{- define "events.name" -}}{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- define "events.fullname" -}}
{{- if .Values.fullnameOverride -}}{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 63 | trimSuffix "-" -}}{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- define "events.kv.host" -}}{{- if .Values.kv.enabled -}}{{- printf "%s-%s" .Release.Name "kv-master" | trunc 63 -}}{{- else -}}{{ required "A valid .Values.externalKv.host is required" (.Values.externalKv | default dict).host }}{{- end -}}{{- end -}}
{{- define "events.kv.port" -}}{{- default 6379 (((.Values.kv).master).service).port | int -}}{{- end -}}
{{- define "events.queue.bootstrap" -}}
{{- if .Values.externalQueue.cluster -}}
{{- range $index, $elem := .Values.externalQueue.cluster }}{{- if $index -}},{{- end -}}{{ printf "%s:%s" $elem.host (toString $elem.port) }}{{- end -}}
{{- else -}}{{ printf "%s-queue:%d" .Release.Name (int 9092) }}{{- end -}}
{{- end -}}
{{- define "events.env" -}}
- name: SECRET_KEY
{{- if .Values.system.existingSecret }}
  valueFrom: {secretKeyRef: {name: {{ .Values.system.existingSecret }}, key: {{ default "key" .Values.system.existingSecretKey }}}}
{{- else }}
  value: {{ .Values.system.secretKey | quote }}
{{- end }}
{{- range list "slack" "github" }}
{{- $integration := . }}
{{- $v := get $.Values $integration }}
{{- range $k := keys $v | sortAlpha }}
{{- if hasPrefix "existingSecret" $k }}{{ continue }}{{ end }}
- name: {{ printf "%s_%s" $integration (snakecase $k) | upper }}
  {{- if $v.existingSecret }}
  valueFrom: {secretKeyRef: {name: {{ $v.existingSecret }}, key: {{ kebabcase $k | quote }}}}
  {{- else }}
  value: {{ get $v $k | toString | b64enc | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
{{- define "events.autoscaling.apiVersion" -}}
{{- range $v := list "autoscaling/v2" "autoscaling/v2beta2" "autoscaling/v1" }}
{{- if $.Capabilities.APIVersions.Has (printf "%s/HorizontalPodAutoscaler" $v) }}{{ $v }}{{ break }}{{ end }}
{{- end }}
{{- end -}}
