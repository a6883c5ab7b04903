/** Set on what a page asks of the API in a person's name: GitHub signs what is made on its pages. */
export const FROM_PAGE = 'x-sandbox-page';
