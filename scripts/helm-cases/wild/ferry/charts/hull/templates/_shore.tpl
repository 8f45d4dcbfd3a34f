{{- define "hull.room" -}}
{{- range $id, $hold := .boat.Values.holds }}
- name: {{ $id }}
{{- if eq $hold.sort "claim" }}
  persistentVolumeClaim: {claimName: {{ include "hull.named" (dict "boat" $.boat "id" $id) }}}
{{- else if eq $hold.sort "secret" }}
  secret: {secretName: {{ tpl $hold.named $.boat }}}
{{- else }}
  {{ $hold.sort }}: {{ omit $hold "sort" "seen" "only" | toJson }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hull.holds" -}}
{{- if eq .sort "claim" -}}
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: {{ include "hull.named" . }}}
spec: {accessModes: [{{ .one.mode | default "ReadWriteOnce" }}], resources: {requests: {storage: {{ .one.size | quote }}}}}
{{- end -}}
{{- end -}}

{{- define "hull.berths" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "hull.named" . }}
spec:
  type: {{ .sort }}
  {{- with .one.extra }}{{ toYaml . | nindent 2 }}{{ end }}
  selector: {crew: {{ .one.of }}}
  ports:
  {{- $berth := . }}
  {{- range $door, $how := .one.doors }}
  {{- if not $how.shut }}
  - port: {{ $how.at }}
    name: {{ $door }}
    targetPort: {{ $how.to | default $door }}
    {{- if and (ne $berth.sort "ClusterIP") $how.knock }}
    nodePort: {{ $how.knock | int }}
    {{- end }}
    {{- with $how.speaks }}
    protocol: {{ upper . }}
    {{- end }}
  {{- else }}
  # {{ $door }} is shut
  {{- end }}
  {{- end }}
{{- end -}}

{{- define "hull.gangways" -}}
{{- $ends := splitn "/" 2 .one.to -}}
{{- $berth := get .boat.Values.berths $ends._0 -}}
{{- if not $berth }}{{ fail (printf "gangway %s leads to %s, where no berth is" .id $ends._0) }}{{ end -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: {{ include "hull.named" . }}}
spec:
  rules:
  {{- $arg := . }}
  {{- range .one.hosts }}
  {{- $host := kindIs "map" . | ternary . (dict "name" .) }}
  - host: {{ tpl $host.name $arg.boat }}
    http:
      paths:
      {{- range $host.ways | default (list "/") }}
      {{- $way := kindIs "string" . | ternary (dict "way" .) . }}
      - path: {{ $way.way }}
        pathType: {{ if $way.exact }}Exact{{ else }}Prefix{{ end }}
        backend: {service: {name: {{ include "hull.named" (dict "boat" $arg.boat "id" $ends._0) }}, port: {name: {{ $ends._1 }}}}}
      {{- end }}
  {{- end }}
{{- end -}}

{{- define "hull.notices" -}}
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ include "hull.named" . }}}
data: {{- tpl (omit .one "id" | toYaml) .boat | nindent 2 }}
{{- end -}}
