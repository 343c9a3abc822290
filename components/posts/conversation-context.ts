'use client'

import { createContext, useContext } from 'react'

/** Returns the username of the author of a post on the page; null for a post that cannot be replied to here. */
type FindAuthor = (postId: number) => string | null

const Context = createContext<FindAuthor>(() => null)

/** Provides the authors of the posts of an open conversation to its reply form. */
export const ConversationAuthors = Context.Provider

export function useFindAuthor(): FindAuthor {
  return useContext(Context)
}
