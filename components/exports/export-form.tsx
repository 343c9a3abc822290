'use client'

import { ActionForm, FormButton } from '@/components/ui/action-form'
import { Card } from '@/components/ui/card'
import { CurrentPassword } from '@/components/users/current-password'
import { LogInAgainLink } from '@/components/users/log-in-again'
import { startExportAction } from '@/lib/exports/actions'
import { type ExportKind, startExportInput } from '@/lib/exports/schema'
import type { RequiredProof } from '@/lib/reauthentication/policy'

export type ExportOffer = { kind: ExportKind; title: string; lead: string; button: string }

type Props = {
  offers: ExportOffer[]
  proof: RequiredProof
  text: { title: string; current: string; currentHint: string; logInAgain: string }
  fieldErrors: Record<string, string>
  formErrors: Record<string, string>
}

/** A button for each kind of export, and the current password if the log-in is not recent. */
export function ExportForm({ offers, proof, text, fieldErrors, formErrors }: Props) {
  const logInAgain = (
    <LogInAgainLink next="/account/data" lead={formErrors.reauthenticate ?? ''} label={text.logInAgain} />
  )
  return (
    <ActionForm
      action={startExportAction}
      schema={startExportInput}
      address="/account/data"
      fieldErrors={fieldErrors}
      formErrors={{ ...formErrors, reauthenticate: logInAgain }}
      label={text.title}
    >
      <CurrentPassword required={proof === 'password'} label={text.current} hint={text.currentHint} />
      {offers.map(({ kind, title, lead, button }) => (
        <Card key={kind} className="grid justify-items-start gap-2">
          <h2 className="text-lg font-bold">{title}</h2>
          <p className="text-quiet">{lead}</p>
          <FormButton name="kind" value={kind}>
            {button}
          </FormButton>
        </Card>
      ))}
    </ActionForm>
  )
}
