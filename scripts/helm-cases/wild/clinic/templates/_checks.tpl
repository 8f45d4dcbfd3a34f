{{- define "clinic.needs" -}}
{{- $path := index . 1 }}{{ $at := (index . 0).Values -}}
{{- range $i, $step := splitList "." $path -}}
{{- if not (and (kindIs "map" $at) (hasKey $at $step)) }}{{ fail (printf "%s: nothing at %q (step %d)" $path $step (add1 $i)) }}{{ end -}}
{{- $at = get $at $step -}}
{{- end -}}
{{ $at | toJson }}
{{- end }}
{{- define "clinic.checks" -}}
{{- $wrong := list -}}
{{- range $name := list "beds" "fee" "open" -}}
{{- $wrong = append $wrong (include (printf "clinic.check.%s" $name) $ | trim) -}}
{{- end -}}
{{- with without $wrong "" }}{{ printf "\n%d wrong:\n%s" (len .) (join "\n" .) | fail }}{{ end -}}
{{- end }}
{{- define "clinic.check.beds" }}{{ range $w, $ward := .Values.wards }}{{ if lt (int ($ward).beds) 1 }}ward {{ $w }} has no beds {{ end }}{{ end }}{{ end }}
{{- define "clinic.check.fee" }}{{ if and .Values.strict (gt (float64 .Values.fee.visit) (float64 .Values.fee.home)) }}visits cost {{ sub .Values.fee.visit .Values.fee.home }} more{{ end }}{{ end }}
{{- define "clinic.check.open" }}{{ range .Values.open }}{{ if not (has . (list "mon" "tue" "wed" "thu" "fri")) }}never open on {{ . }}{{ end }}{{ end }}{{ end }}
{{- define "clinic.nurse" }}{{ .nurse.shift.from | required "a nurse has no shift" }}{{ end }}
