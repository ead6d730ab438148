/** What people do with buttons, forms and shortcuts: the part of the door that a typed command does without. */

export { formView, pageView } from '../modals/form-view.ts'
export { receiveOpening, runOpening } from '../modals/open.ts'
export { click } from './click.ts'
export { addRow, choices, newTask, openForm, submitForm } from './form.ts'
export { linkAccount } from './link.ts'
export { showPicture } from './picture.ts'
