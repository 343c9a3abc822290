'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { TextForm, type TextFormProps } from '@/components/ui/text-form'

/** Props shared by all post forms on a page. The shell provides them, so they are serialized once. */
export type PostFormSettings = Pick<TextFormProps, 'action' | 'max' | 'fieldErrors' | 'text'>

const Context = createContext<PostFormSettings | null>(null)

export function PostFormProvider({
  settings,
  children,
}: {
  settings: PostFormSettings
  children: ReactNode
}) {
  return <Context value={settings}>{children}</Context>
}

type Props = Omit<TextFormProps, keyof PostFormSettings> & {
  /** Replaces the action and texts of the form for a new post. */
  action?: TextFormProps['action']
  text?: Partial<TextFormProps['text']>
}

/** The form for the text of a post. */
export function PostForm({ text, ...props }: Props) {
  const settings = useContext(Context)
  if (!settings) throw new Error('PostForm needs a PostFormProvider')
  return <TextForm {...settings} {...props} text={{ ...settings.text, ...text }} />
}
