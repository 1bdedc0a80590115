"""The addresses of buying: plural nouns, the document's number, verbs as POST resources."""

from django.urls import path

from inventory.views.choose import item_options, location_options
from layouts.views import suggest
from purchasing import forms
from purchasing.views import credits, lists, orders, receipts, receiving, reports, returns, suppliers

app_name = "purchasing"
urlpatterns = [
    path("items/options/", item_options("purchasing.view"), name="item_options"),
    path("goods/options/", item_options("receipts.view", stock_only=True), name="goods_options"),
    path("locations/options/", location_options("receipts.view"), name="location_options"),
    path("orders/", lists.OrderList.as_view(), name="orders"),
    path("orders/<int:key>/send/", orders.send, name="order_send"),
    path("orders/<int:key>/reopen/", orders.reopen, name="order_reopen"),
    path("orders/<int:key>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<int:key>/expect/", orders.expect, name="order_expect"),
    path("orders/<int:key>/receipt/", orders.make_receipt, name="order_receipt"),
    *orders.desk.paths(),
    path("receipts/", lists.ReceiptList.as_view(), name="receipts"),
    path("receipts/new/", receipts.new, name="receipt_new"),
    path("receipts/<int:key>/process/", receipts.process, name="receipt_process"),
    path("receipts/<int:key>/receive/", receiving.receive, name="receipt_receive"),
    path("receipts/<int:key>/receive/finish/", receiving.finish, name="receipt_finish"),
    *receipts.paths(),
    path("orders/<int:key>/invoice/", orders.make_invoice, name="order_invoice"),
    path("receipts/<int:key>/invoice/", receipts.make_invoice, name="receipt_invoice"),
    path("receipts/<int:key>/return/", receipts.make_return, name="receipt_return"),
    path("not-invoiced/", reports.not_invoiced, name="not_invoiced"),
    path("returns/", lists.ReturnList.as_view(), name="returns"),
    path("returns/<int:key>/credit/", returns.make_credit, name="return_credit"),
    *returns.paths(),
    path("invoices/", lists.InvoiceList.as_view(), name="invoices"),
    *credits.paths(),
    path("suppliers/", lists.SupplierList.as_view(), name="suppliers"),
    path("suppliers/new/", suppliers.new, name="supplier_new"),
    path("suppliers/options/", suggest.options("receipts.view", forms.suppliers, whole=True), name="supplier_options"),
    path("suppliers/<int:number>/", suppliers.show, name="supplier"),
    path("suppliers/<int:number>/edit/", suppliers.edit, name="supplier_edit"),
    path("suppliers/<int:number>/bar/", suppliers.bar, name="supplier_bar"),
    path("suppliers/<int:number>/note/", suppliers.note, name="supplier_note"),
    *suppliers.people.paths(),
]
