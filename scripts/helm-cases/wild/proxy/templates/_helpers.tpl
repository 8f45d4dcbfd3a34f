{{- define "proxy.version" -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if hasPrefix "experimental" $tag -}}v3.99{{- else if regexMatch "^(latest|edge.*)$" $tag -}}v3.98{{- else -}}
{{- regexReplaceAllLiteral "@sha256:.*$" $tag "" -}}{{- end -}}
{{- end -}}

{{/* The name of an entry in a dict with "root" and "name". */}}
{{- define "proxy.portname" -}}
{{- $short := .name | lower | replace "_" "-" | trunc 15 | trimSuffix "-" -}}
{{- if not (regexMatch "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" $short) }}{{ fail (printf "ERROR: %q is no name of a port" .name) }}{{ end -}}
{{- $short -}}
{{- end -}}

{{- define "proxy.service" -}}
{{- $name := .name -}}
{{- with .root }}
{{- $ports := dict -}}
{{- range $key, $port := .Values.ports -}}
{{- if and $port (dig "expose" $name false $port) -}}
{{- $_ := set $ports $key $port -}}
{{- end -}}
{{- end -}}
{{- if $ports }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ ternary .Release.Name (printf "%s-%s" .Release.Name $name) (eq $name "default") }}
  annotations: {{- toYaml (merge dict (.Values.service.annotations | default dict)) | nindent 4 }}
spec:
  {{- $type := default "LoadBalancer" .Values.service.type }}
  type: {{ $type }}
  {{- with .Values.service.spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- if and (eq $type "LoadBalancer") .Values.service.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
  {{- range .Values.service.loadBalancerSourceRanges }}
    - {{ . }}
  {{- end }}
  {{- end }}
  ports:
  {{- range $key, $port := $ports }}
  - port: {{ default $port.port $port.exposedPort }}
    name: {{ include "proxy.portname" (dict "root" $ "name" $key) | quote }}
    targetPort: {{ $port.targetPort | default $key }}
    protocol: {{ default "TCP" $port.protocol }}
    {{- if $port.nodePort }}
    nodePort: {{ $port.nodePort }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
