{{- define "lighthouse.name" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 }}{{ end }}
{{- /* what is running: written on the top for whoever comes after */}}
{{- define "lighthouse.state" -}}
{{- $state := "none" -}}
{{- if eq .Values.where "sea" }}{{ $state = "far" }}
{{- else if eq (toString .Values.lamp.play.runs) "true" }}{{ $state = "play" }}
{{- else if eq (toString .Values.lamp.group.runs) "true" }}{{ $state = "group" }}
{{- else if or (eq (toString .Values.lamp.single.runs) "true") (eq (toString .Values.lamp.single.runs) "auto") }}{{ $state = "single" }}
{{- end -}}
{{- $_ := set . "state" $state -}}
{{- $_ = set . "lit" (and (ne $state "none") (ne $state "far") (has (toString .Values.keeper.runs) (list "auto" "true"))) -}}
{{- end }}
{{- define "lighthouse.any" -}}
{{- if eq (typeOf .what) "string" }}{{ tpl .what .top }}{{ else if .what }}{{ toYaml .what }}{{ end -}}
{{- end }}
{{- define "lighthouse.spare" -}}
{{- $n := int .Values.keeper.count -}}
{{- if not (kindIs "invalid" .Values.keeper.spare) }}{{ .Values.keeper.spare }}
{{- else if lt $n 2 }}{{ 0 }}
{{- else }}{{ sub $n (add (div $n 2) 1) | max 1 }}{{ end -}}
{{- end }}
